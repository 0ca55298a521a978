package ircd.health;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a start inside another JVM went.
 *
 * @param lines for the operator: what runs, or why nothing does
 */
record Outcome(Status status, List<String> lines) {
    enum Status {
        RUNS,
        CANNOT_START,
        BAD_INPUT
    }

    Outcome {
        requireNonNull(status, "status is null");
        lines = List.copyOf(lines);
    }

    static Outcome cannotStart(String why) {
        return new Outcome(Status.CANNOT_START, List.of(why));
    }

    List<String> words() {
        return Stream.concat(Stream.of(status.name()), lines.stream()).toList();
    }

    static Outcome of(List<String> words) throws IOException {
        try {
            return new Outcome(Status.valueOf(words.get(0)), words.subList(1, words.size()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("no outcome: " + words, e);
        }
    }
}
