package ircd.health;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import ircd.health.surface.http.NettyLog;
import ircd.health.surface.jmx.JmxSurface;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.MBeanServer;
import org.jspecify.annotations.Nullable;

/**
 * The service as a guest of another JVM: {@code -javaagent:ircd-health.jar="--client-port 6667 --allow-http"}, or
 * attached while it runs. It never ends, delays or breaks its host; a failed start is one log line.
 */
public final class Agent {
    /** The first one counts, whichever thread is faster. One that could not start may be tried again. */
    private static final AtomicBoolean STARTED = new AtomicBoolean();

    /** A start takes tenths of a second, unless a name server is slow or the machine is very busy. */
    private static final Duration ATTACH_WAITS = Duration.ofSeconds(20);

    private Agent() {}

    /** Called by the JVM before the host's main; returns at once. */
    public static void premain(@Nullable String options) {
        startBeside(options);
    }

    /**
     * Called by the JVM on dynamic attach, on a thread that only attaches; returns at once, or, when the command
     * {@code attach} waits to be told, after the start, twenty seconds at the most.
     */
    public static void agentmain(@Nullable String options) {
        Thread starting = startBeside(options);
        if (starting != null && options != null && Handover.parse(options) != null) {
            try {
                starting.join(ATTACH_WAITS.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What it throws on the thread of {@code main} would end the host, for instance that a security manager refuses. */
    private static @Nullable Thread startBeside(@Nullable String options) {
        try {
            Thread thread = new Thread(() -> start(options == null ? "" : options), "ircd-health-start");
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            thread.start();
            return thread;
        } catch (Throwable e) {
            System.err.println("ircd-health does not run: " + e);
            return null;
        }
    }

    private static void start(String text) {
        try {
            Handover handover = Handover.parse(text);
            if (handover == null) {
                start(Arguments.split(text));
            } else {
                start(handover);
            }
        } catch (Throwable e) { // nothing of ours may reach the host
            System.err.println("ircd-health failed: " + e);
        }
    }

    private static void start(Handover handover) throws IOException {
        List<String> arguments;
        try {
            arguments = handover.arguments();
        } catch (IOException e) {
            say("ircd-health does not run: who attached it has given up, or cannot be heard: " + e, null);
            return;
        }
        Outcome outcome = start(arguments);
        try {
            handover.report(outcome);
        } catch (IOException e) {
            System.getLogger(Agent.class.getName()).log(DEBUG, "who attached it has gone", e);
        }
    }

    private static Outcome start(List<String> arguments) {
        if (!STARTED.compareAndSet(false, true)) {
            return second(arguments);
        }
        Outcome outcome = startOnce(arguments);
        if (outcome.status() != Outcome.Status.RUNS) {
            STARTED.set(false);
        }
        return outcome;
    }

    /** Who runs goes on, and nothing is wrong with it. */
    private static Outcome second(List<String> arguments) {
        System.getLogger(Agent.class.getName())
                .log(WARNING, "ircd-health runs in this JVM already; ignored: " + String.join(" ", arguments));
        return Outcome.cannotStart("ircd-health runs in that JVM already");
    }

    private static Outcome startOnce(List<String> arguments) {
        try {
            Modules.require();
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            if (server.isRegistered(JmxSurface.HEALTH)) {
                return second(arguments); // no guest, but the program of this JVM
            }
            NettyLog.giveToHost();
            Options options = new Options();
            Mistakes mistakes = new Mistakes();
            new CommandLine("", options).parse(arguments, mistakes);
            Config config = ConfigReader.readForService(options, mistakes);
            mistakes.throwIfAny();
            if (!config.endpoint().drain().isZero()) {
                config = config.withWarning("--drain-seconds has no effect inside another JVM: it would delay its end");
            }
            // Never closed: all its threads are daemons, and a shutdown hook would delay the end of the host.
            Service service = Service.start(config, server, Map.of());
            service.housekeeping().start();
            return new Outcome(Outcome.Status.RUNS, service.description());
        } catch (BadInputException e) {
            say("ircd-health does not run: " + e.getMessage(), null);
            return new Outcome(Outcome.Status.BAD_INPUT, e.mistakes());
        } catch (StartException e) {
            say("ircd-health does not run: " + e.getMessage(), null);
            return Outcome.cannotStart(String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            say("ircd-health does not run: " + e, e);
            return Outcome.cannotStart(e.toString());
        }
    }

    /** Not before there is something to say: the first logger of a JVM decides how all of it logs. */
    private static void say(String line, @Nullable Throwable defect) {
        System.Logger log = System.getLogger(Agent.class.getName());
        log.log(ERROR, line);
        if (defect != null) {
            log.log(DEBUG, "for a report to its developers", defect);
        }
    }
}
