package ircd.health.surface.jmx.remote;

/** A file that remote JMX was given cannot be used. The message is one line for the operator, with the option. */
public final class RemoteFileException extends Exception {
    private static final long serialVersionUID = 1L;

    RemoteFileException(String message) {
        super(message);
    }
}
