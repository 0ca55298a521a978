package ircd.health;

import java.util.List;

/** The command line cannot be understood. */
final class BadInputException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> mistakes;

    BadInputException(List<String> mistakes) {
        super(String.join("; ", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** One line per mistake: option, value, what is accepted. */
    List<String> mistakes() {
        return mistakes;
    }
}
