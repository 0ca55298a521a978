package ircd.health;

import java.util.ArrayList;
import java.util.List;

/** Collects every mistake of a command line, so that all are told at once: one line each, with what is accepted. */
final class Mistakes {
    private final List<String> lines = new ArrayList<>();

    void add(String option, String value, String accepted) {
        add(option + " " + value + ": " + accepted);
    }

    void add(String line) {
        lines.add(line);
    }

    void throwIfAny() throws BadInputException {
        if (!lines.isEmpty()) {
            throw new BadInputException(lines);
        }
    }
}
