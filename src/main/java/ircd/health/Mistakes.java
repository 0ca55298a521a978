package ircd.health;

import java.util.ArrayList;
import java.util.List;

/** Collects every mistake of a command line, so that all are told at once: one line each, with what is accepted. */
final class Mistakes {
    private final List<String> lines = new ArrayList<>();
    private boolean fileUnread;

    void add(String option, String value, String accepted) {
        add(option + " " + value + ": " + accepted);
    }

    void add(String line) {
        lines.add(line);
    }

    /** A file of options that cannot be read: what it holds is not known, and so nothing can be said to be missing. */
    void addUnread(String line) {
        fileUnread = true;
        add(line);
    }

    boolean fileUnread() {
        return fileUnread;
    }

    void throwIfAny() throws BadInputException {
        if (!lines.isEmpty()) {
            throw new BadInputException(lines);
        }
    }
}
