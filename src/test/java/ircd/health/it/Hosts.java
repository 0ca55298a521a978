package ircd.health.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** JVMs that get the agent as their guest. */
final class Hosts {
    static final Duration SOON = Duration.ofSeconds(20);

    /** A service that judges nothing that is there, on any free ports. */
    static final String OPTIONS =
            "--listen 127.0.0.1:0 --metrics-listen 127.0.0.1:0 --client-port 1 --s2s-ports none --mode cached";

    private static final Pattern RUNS = Pattern.compile("(host runs)");

    /** What a guest may add, and the JVM itself does for any guest. */
    private static final List<String> EXPECTED = List.of(
            "bean ircd\\.health:type=(Health|Endpoint|Certificate) = registered",
            "thread ircd-health-\\S+ = daemon",
            "thread ircd-health-start is gone",
            "thread Attach Listener = daemon.*");

    /** What Java 21 and later say of agents that come late, Java 24 and later of native libraries. */
    static final Pattern OF_THE_JVM = Pattern.compile("^WARNING: (A Java agent has been loaded dynamically"
            + "|If a serviceability tool is|Dynamic loading of agents will be|A restricted method in"
            + "|java.lang.System::loadLibrary|Use --enable-native-access=ALL-UNNAMED|Restricted methods will be)");

    private Hosts() {}

    /** Blocks until it runs. */
    static JavaProcess watchful(String... jvmOptions) {
        JavaProcess host = start(testClasses(), WatchfulHost.class, List.of(jvmOptions));
        host.await(RUNS, SOON);
        return host;
    }

    static JavaProcess start(String classPath, Class<?> main, List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>(jvmOptions);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new JavaProcess(command);
    }

    static String agent(String options) {
        return agent(JavaProcess.jar(), options);
    }

    static String agent(String jar, String options) {
        return "-javaagent:" + jar + "=" + options;
    }

    static String testClasses() {
        return Hosts.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    /** What changed in a {@link WatchfulHost} since it began, but for what is expected. */
    static String changes(JavaProcess host, String when) {
        say(host, when);
        String all = host.await(Pattern.compile(Pattern.quote(when) + " changed: (.*)"), SOON);
        return Arrays.stream(all.split(" \\| "))
                .filter(change -> EXPECTED.stream().noneMatch(change::matches))
                .collect(Collectors.joining(" | "));
    }

    static void say(JavaProcess host, String line) {
        try {
            host.input().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            host.input().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its exit status when it has no more input. */
    static int end(JavaProcess host) {
        try {
            host.input().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return host.awaitEnd();
    }

    /** Lines of a log in the JVM's own format that tell of something wrong, but for what is wrong with what is judged. */
    static List<String> complaints(JavaProcess host) {
        return host.lines().stream()
                .filter(line -> line.matches("(WARNING|SEVERE|ERROR)\\b.*|.*(\tat |Exception).*"))
                .filter(line -> !line.matches("WARNING: (--poll-interval|ClientValid).*"))
                .filter(line -> !OF_THE_JVM.matcher(line).find())
                .toList();
    }
}
