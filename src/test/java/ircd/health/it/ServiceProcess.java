package ircd.health.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** The built jar as a process of its own, started with {@code --listen 127.0.0.1:0} and found by what it prints. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(30);
    private static final long STOP_SECONDS = 10;
    private static final Pattern LISTENING = Pattern.compile("listening on (https?://[^/\\s]+:\\d+/\\S*)");

    private final Process process;
    private final Thread reaper;
    private final Thread reader;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final HealthClient client;

    private ServiceProcess(List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx32m", "-jar", jar()));
        command.addAll(List.of("--listen", "127.0.0.1:0", "--metrics-listen", "none"));
        command.addAll(arguments);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reaper = new Thread(process::destroyForcibly, "end of the service");
        Runtime.getRuntime().addShutdownHook(reaper);
        reader = new Thread(this::read, "output of the service");
        reader.setDaemon(true);
        reader.start();
        try {
            Await.until("the service listens", START_DEADLINE, () -> address().isPresent() || !process.isAlive());
            client = new HealthClient(
                    address().orElseThrow(() -> new IllegalStateException("the service ended while starting")));
        } catch (RuntimeException e) {
            close();
            throw new IllegalStateException("cannot start " + command + "\n" + output(), e);
        }
    }

    /** Blocks until it listens, on a free port of loopback; without a Prometheus endpoint unless the arguments say. */
    static ServiceProcess start(List<String> arguments) {
        return new ServiceProcess(arguments);
    }

    /** Watches the hub and its links, over plain HTTP unless the more options name a certificate. */
    static ServiceProcess watching(LinkedDaemons daemons, String... more) {
        IrcDaemon hub = daemons.hub();
        List<String> arguments = new ArrayList<>(List.of(
                "--client-host", hub.address(),
                "--client-port", String.valueOf(hub.clientPort()),
                "--s2s-ports", hub.s2sPort() + "," + daemons.leaf().s2sPort()));
        arguments.addAll(List.of(more));
        if (!arguments.contains("--cert")) {
            arguments.add("--allow-http");
        }
        return start(arguments);
    }

    HealthClient client() {
        return client;
    }

    HealthAnswer health() {
        return client.ask();
    }

    URI uri() {
        return address().orElseThrow();
    }

    long pid() {
        return process.pid();
    }

    /** stdout and stderr until now. */
    String output() {
        return String.join("\n", lines);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Asks until the status is as wanted; its answer. */
    HealthAnswer awaitStatus(int status, Duration atMost) {
        return awaitAnswer("/health answers " + status, atMost, answer -> answer.status() == status);
    }

    /** Asks until the body is as wanted; its answer. */
    HealthAnswer awaitBody(String body, Duration atMost) {
        return awaitAnswer(
                "/health says " + body, atMost, answer -> answer.body().equals(body));
    }

    private HealthAnswer awaitAnswer(String what, Duration atMost, Predicate<HealthAnswer> wanted) {
        AtomicReference<HealthAnswer> last = new AtomicReference<>();
        try {
            Await.until(what, atMost, () -> {
                last.set(health());
                return wanted.test(last.get());
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "; the last: " + last + "; its output:\n" + output(), e);
        }
        return last.get();
    }

    /** SIGTERM; the exit code, 143 where the JVM ends by the signal. SIGKILL if it does not end in time. */
    int stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running " + STOP_SECONDS + " s after SIGTERM:\n" + output());
            }
            reader.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            Shutdown.forget(reaper);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private Optional<URI> address() {
        return lines.stream()
                .map(LISTENING::matcher)
                .filter(Matcher::find)
                .map(found -> URI.create(found.group(1)))
                .findFirst();
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                Stream<String> all = in.lines()) {
            all.forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("(output lost: " + e + ")");
        }
    }

    private static String jar() {
        return Optional.ofNullable(System.getProperty("ircd.health.jar"))
                .orElseThrow(() -> new IllegalStateException("system property ircd.health.jar is not set"));
    }
}
