package ircd.health;

/** The service cannot start, though the command line is right. The message is one line for the operator. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }
}
