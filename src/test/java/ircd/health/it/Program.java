package ircd.health.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program that runs in the foreground, and all that it prints. */
final class Program implements AutoCloseable {
    /** Far more than anything here takes, since a busy machine may need seconds to start a JVM. */
    private static final long STOP_SECONDS = 30;

    private final List<String> command;
    private final Process process;
    private final Thread reaper;
    private final Thread reader;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Does not wait for anything. */
    Program(List<String> command) {
        this(command, Map.of());
    }

    /** @param environment in addition to that of this JVM */
    Program(List<String> command, Map<String, String> environment) {
        this.command = List.copyOf(command);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reaper = new Thread(process::destroyForcibly, "end of a process");
        Runtime.getRuntime().addShutdownHook(reaper);
        reader = new Thread(this::read, "output of a process");
        reader.setDaemon(true);
        reader.start();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its standard input. */
    OutputStream input() {
        return process.getOutputStream();
    }

    /** stdout and stderr until now. */
    String output() {
        return String.join("\n", lines);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** The first group of the first line in which the pattern is found; blocks until there is one. */
    String await(Pattern pattern, Duration atMost) {
        Await.until("a line with " + pattern, atMost, () -> find(pattern).isPresent() || !isAlive(), this::output);
        return find(pattern).orElseThrow(() -> new AssertionError("ended: " + command + "\n" + output()));
    }

    private Optional<String> find(Pattern pattern) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    /** Its exit code, when it ends by itself. */
    int awaitEnd() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + STOP_SECONDS + " s:\n" + output());
            }
            reader.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            process.destroyForcibly();
            Shutdown.forget(reaper);
        }
    }

    /** SIGTERM, and nothing more: what it prints is still read, as {@link Process#destroy} would not let us. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** SIGTERM; the exit code, 143 where it ends by the signal. SIGKILL if it does not end in time. */
    int stop() {
        process.destroy();
        return awaitEnd();
    }

    @Override
    public void close() {
        stop();
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                Stream<String> all = in.lines()) {
            all.forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("(output lost: " + e + ")");
        }
    }
}
