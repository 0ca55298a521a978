package ircd.health.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short commands, run to their end. */
final class Commands {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private Commands() {}

    record Result(int exitCode, String output) {}

    /** Blocks until the command ends; stderr is part of the output. */
    static Result run(List<String> command) {
        return run(command, DEADLINE);
    }

    static Result run(List<String> command, Duration deadline) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(deadline.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("did not end in " + deadline.toSeconds() + " s: " + command);
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
