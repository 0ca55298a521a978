package ircd.health.it;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** What is the same for the whole of a JVM, and what a guest could change of it. */
final class HostFacts {
    private HostFacts() {}

    static Map<String, String> now() {
        Map<String, String> facts = new TreeMap<>();
        facts.put("locale", Locale.getDefault().toString());
        facts.put("time zone", TimeZone.getDefault().getID());
        facts.put("handler of uncaught exceptions", String.valueOf(Thread.getDefaultUncaughtExceptionHandler()));
        facts.put("security providers", Arrays.toString(java.security.Security.getProviders()));
        facts.put("log manager", LogManager.getLogManager().getClass().getName());
        Logger root = Logger.getLogger("");
        facts.put("log handlers", root.getLevel() + Arrays.toString(root.getHandlers()));
        System.getProperties().forEach((name, value) -> facts.put("property " + name, String.valueOf(value)));
        ManagementFactory.getPlatformMBeanServer()
                .queryNames(null, null)
                .forEach(name -> facts.put("bean " + name, "registered"));
        Thread.getAllStackTraces()
                .keySet()
                .forEach(thread -> facts.put("thread " + thread.getName(), describe(thread)));
        return facts;
    }

    private static String describe(Thread thread) {
        return (thread.isDaemon() ? "daemon" : "keeps the JVM alive")
                + (thread.getContextClassLoader() == null ? "" : ", has a context class loader");
    }

    /** One line: what was added, changed and removed. */
    static String difference(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> changed = new TreeSet<>();
        after.forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                changed.add(name + " = " + value);
            }
        });
        before.forEach((name, value) -> {
            if (!after.containsKey(name)) {
                changed.add(name + " is gone");
            }
        });
        return String.join(" | ", changed);
    }
}
