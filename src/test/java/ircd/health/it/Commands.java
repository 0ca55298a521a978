package ircd.health.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Short commands, run to their end. */
final class Commands {
    /** For one that hangs. What a busy machine takes is far less, also for debootstrap or apt. */
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private Commands() {}

    record Result(int exitCode, String output) {}

    /** Blocks until the command ends; stderr is part of the output. */
    static Result run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            FutureTask<byte[]> output =
                    new FutureTask<>(() -> process.getInputStream().readAllBytes());
            Thread reader = new Thread(output, "output of a command");
            reader.setDaemon(true);
            reader.start();
            try {
                String all = new String(output.get(DEADLINE.toSeconds(), TimeUnit.SECONDS), UTF_8);
                if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new TimeoutException("it has closed its output and goes on");
                }
                return new Result(process.exitValue(), all);
            } catch (TimeoutException e) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IllegalStateException("did not end in " + DEADLINE.toSeconds() + " s: " + command, e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("its output is lost: " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + command, e);
        }
    }

    /** As {@link #run}, and any exit code but 0 is an error. */
    static String check(String... command) {
        Result result = run(List.of(command));
        if (result.exitCode() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " ended with " + result.exitCode() + ": " + result.output());
        }
        return result.output();
    }
}
