package ircd.health;

import java.util.List;

/** The command line cannot be understood. */
final class BadInputException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String[] mistakes;

    BadInputException(List<String> mistakes) {
        super(String.join("; ", lines(mistakes)));
        this.mistakes = lines(mistakes).toArray(String[]::new);
    }

    BadInputException(String mistake) {
        this(List.of(mistake));
    }

    private static List<String> lines(List<String> mistakes) {
        return mistakes.stream().map(BadInputException::line).toList();
    }

    /** Arguments may hold anything, line ends and terminal sequences too. */
    static String line(String withArgument) {
        return withArgument.replaceAll("[\\p{Cc}\\u2028\\u2029]", "?");
    }

    /** One line per mistake: option, value, what is accepted. */
    List<String> mistakes() {
        return List.of(mistakes);
    }
}
