package ircd.health.kernel;

import java.io.IOException;

/** A socket table that does not read as the kernel writes it: cut off, empty, or something else altogether. */
public final class MalformedTableException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedTableException(String message) {
        super(message);
    }
}
