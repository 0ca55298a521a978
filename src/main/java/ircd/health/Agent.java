package ircd.health;

import static java.lang.System.Logger.Level.ERROR;

import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * The service as a guest of another JVM: {@code -javaagent:ircd-health.jar="--client-port 6667 --allow-http"}, or
 * attached while it runs. It never ends, delays or breaks its host; a failed start is one log line.
 */
public final class Agent {
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
            Config config = ConfigReader.read(options, mistakes);
            mistakes.throwIfAny();
            Service service = Service.start(config, ManagementFactory.getPlatformMBeanServer());
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "ircd-health-shutdown"));
        } catch (BadInputException | StartException e) {
            log("ircd-health does not run: " + e.getMessage(), null);
        } catch (Throwable e) { // nothing of ours may reach the host
            log("ircd-health does not run", e);
        }
    }

    private static void log(String message, @Nullable Throwable cause) {
        System.getLogger(Agent.class.getName()).log(ERROR, message, cause);
    }
}
