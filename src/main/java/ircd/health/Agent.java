package ircd.health;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The service as a guest of another JVM: {@code -javaagent:ircd-health.jar="--client-port 6667 --allow-http"}, or
 * attached while it runs. It never ends, delays or breaks its host; a failed start is one log line.
 */
public final class Agent {
    private static final System.Logger LOG = System.getLogger(Agent.class.getName());
    /** The first one counts, whichever thread is faster. One that could not start may be tried again. */
    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private Agent() {}

    /** Called by the JVM before the host's main; returns at once. */
    public static void premain(@Nullable String options) {
        startBeside(options);
    }

    /** Called by the JVM on dynamic attach; returns at once. */
    public static void agentmain(@Nullable String options) {
        startBeside(options);
    }

    private static void startBeside(@Nullable String options) {
        if (!STARTED.compareAndSet(false, true)) {
            LOG.log(ERROR, "ircd-health does not run a second time in this JVM; ignored: " + options);
            return;
        }
        Thread thread = new Thread(() -> start(options == null ? "" : options), "ircd-health-start");
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    private static void start(String text) {
        try {
            Options options = new Options();
            Mistakes mistakes = new Mistakes();
            new CommandLine(options).parse(Arguments.split(text), mistakes);
            Config config = ConfigReader.readForService(options, mistakes);
            mistakes.throwIfAny();
            if (!config.endpoint().drain().isZero()) {
                config = config.withWarning("--drain-seconds has no effect inside another JVM: it would delay its end");
            }
            // Never closed: all its threads are daemons, and a shutdown hook would delay the end of the host.
            Service.start(config, ManagementFactory.getPlatformMBeanServer());
        } catch (BadInputException | StartException e) {
            STARTED.set(false);
            LOG.log(ERROR, "ircd-health does not run: " + e.getMessage());
        } catch (Throwable e) { // nothing of ours may reach the host
            STARTED.set(false);
            LOG.log(ERROR, "ircd-health does not run: " + e);
            LOG.log(DEBUG, "for a report to its developers", e);
        }
    }
}
