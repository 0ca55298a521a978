package ircd.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file through which the command {@code attach} hands its arguments to the agent in the other JVM, and the agent its
 * outcome back. The string that the JVM passes would do for neither: it ends after 1024 bytes, and nothing comes back
 * but a number or, on the host's standard error, a stack trace.
 *
 * <p>No link is followed: where root attaches, the folder may be the other user's, who could put one in the file's place.
 *
 * @param file as the reader and writer of the moment sees it; the two may live under different roots
 */
record Handover(Path file) {
    private static final String MARK = "handover:";
    private static final String SEPARATOR = "\0";

    Handover {
        requireNonNull(file, "file is null");
    }

    /** What the agent is loaded with, if it sees the file at this path. */
    static String agentOptions(Path file) {
        return MARK + file;
    }

    /** Null if these are options of a user. */
    static @Nullable Handover parse(String agentOptions) {
        return agentOptions.startsWith(MARK) ? new Handover(Path.of(agentOptions.substring(MARK.length()))) : null;
    }

    void give(List<String> arguments) throws IOException {
        write(arguments);
    }

    /** @throws IOException among others when the one who attached has given up */
    List<String> arguments() throws IOException {
        return read();
    }

    void report(Outcome outcome) throws IOException {
        write(outcome.words());
    }

    /** @throws IOException if there is none */
    Outcome outcome() throws IOException {
        return Outcome.of(read());
    }

    private List<String> read() throws IOException {
        try (InputStream in = Files.newInputStream(file, NOFOLLOW_LINKS)) {
            List<String> words = new ArrayList<>(List.of(new String(in.readAllBytes(), UTF_8).split(SEPARATOR, -1)));
            words.remove(words.size() - 1); // what comes after the last separator
            return words;
        }
    }

    /** Never makes the file: it is gone when nobody waits for it any more. */
    private void write(List<String> words) throws IOException {
        StringBuilder text = new StringBuilder();
        words.forEach(word -> text.append(word).append(SEPARATOR));
        Files.write(file, text.toString().getBytes(UTF_8), WRITE, TRUNCATE_EXISTING, NOFOLLOW_LINKS);
    }
}
