package ircd.health;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has this very jar loaded into another JVM, as a guest that runs there from then on, and says what came of it. */
final class AttachCommand {
    /** Their values are paths, which the user means as they are here, and not in the host's working directory. */
    static final Set<String> PATHS =
            Set.of("--cert", "--key", "--maintenance-file", "--proc-net", "--jmx-password-file", "--jmx-access-file");

    /** More than an agent has for its start; a host that is stopped answers never. */
    private static final Duration HOST_ANSWERS = Duration.ofSeconds(45);

    private final long pid;
    private final List<String> arguments;
    private final PrintStream out;

    /** @param arguments the service's, which have been checked */
    AttachCommand(long pid, List<String> arguments, PrintStream out) {
        this.pid = pid;
        this.arguments = List.copyOf(arguments);
        this.out = requireNonNull(out, "out is null");
    }

    static long readPid(String text, Mistakes mistakes) {
        if (text.matches("[1-9]\\d{0,9}")) {
            return Long.parseLong(text);
        }
        mistakes.add("attach", text, "must be the process id of a JVM (jps lists those of a user)");
        return 0;
    }

    /** Blocks until the service runs there or does not. */
    void run() throws BadInputException, StartException, InterruptedException {
        Outcome outcome = ask();
        switch (outcome.status()) {
            case RUNS -> {
                out.println("ircd-health runs in process " + pid + ":");
                outcome.lines().forEach(line -> out.println("  " + line));
            }
            case CANNOT_START -> throw new StartException(String.join("; ", outcome.lines()));
            case BAD_INPUT -> throw new BadInputException(outcome.lines());
        }
    }

    private Outcome ask() throws StartException, InterruptedException {
        Path jar = ownJar();
        FutureTask<Outcome> loading = new FutureTask<>(() -> new HostJvm(pid).load(jar, arguments));
        Thread thread = new Thread(loading, "ircd-health-attach");
        thread.setDaemon(true);
        thread.start();
        try {
            return loading.get(HOST_ANSWERS.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StartException(pid + ": does not answer; is it stopped, or very busy?");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartException known) {
                throw known;
            }
            if (e.getCause() instanceof NoClassDefFoundError) {
                throw new StartException("this Java (" + System.getProperty("java.home")
                        + ") cannot attach: it lacks the module jdk.attach, which every JDK has");
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Path ownJar() {
        try {
            return Path.of(AttachCommand.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
