package ircd.health.it;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A JVM of its own, with a small heap; else as {@link Program}. */
final class JavaProcess implements AutoCloseable {
    private final Program program;

    /** @param arguments of the JVM: options, then the main class or {@code -jar} and the jar, then its arguments */
    JavaProcess(List<String> arguments) {
        this(List.of(), arguments);
    }

    /** As the other, in the network namespace of the spot. */
    JavaProcess(Spot spot, List<String> arguments) {
        this(spot.run(List.of()), arguments);
    }

    /** As the others, behind words such as {@code env} or {@code setpriv} that end in an exec(). */
    JavaProcess(List<String> before, List<String> arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx32m");
        command.addAll(arguments);
        program = new Program(command);
    }

    /** The jar that is tested. */
    static String jar() {
        return Optional.ofNullable(System.getProperty("ircd.health.jar"))
                .orElseThrow(() -> new IllegalStateException("system property ircd.health.jar is not set"));
    }

    long pid() {
        return program.pid();
    }

    boolean isAlive() {
        return program.isAlive();
    }

    OutputStream input() {
        return program.input();
    }

    String output() {
        return program.output();
    }

    List<String> lines() {
        return program.lines();
    }

    String await(Pattern pattern, Duration atMost) {
        return program.await(pattern, atMost);
    }

    int awaitEnd() {
        return program.awaitEnd();
    }

    void terminate() {
        program.terminate();
    }

    int stop() {
        return program.stop();
    }

    @Override
    public void close() {
        program.close();
    }
}
