package ircd.health;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects every mistake of a command line, so that all are told at once: one line each, with what is accepted. */
final class Mistakes {
    private final List<String> lines = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();
    private boolean fileUnread;

    /** Where an option that may turn out to be wrong is, in the words of {@link Argument#place}; the last one counts. */
    void place(String option, String place) {
        places.put(option, place);
    }

    void add(String option, String value, String accepted) {
        add(line(option, value, accepted));
    }

    /** What is said of an option, also where it is no mistake: after its place, if it comes from a file. */
    String line(String option, String value, String said) {
        return places.getOrDefault(option, "") + option + " " + value + ": " + said;
    }

    void add(String line) {
        lines.add(line);
    }

    /** A file of options that cannot be read: what it holds is not known, and so nothing can be said to be missing. */
    void addUnread(String line) {
        fileUnread = true;
        add(line);
    }

    /** What may be meant so, and is said in a line of its own where there is no mistake. */
    void warn(String line) {
        warnings.add(BadInputException.line(line));
    }

    List<String> warnings() {
        return List.copyOf(warnings);
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
