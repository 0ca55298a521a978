package ircd.health.tls;

import org.jspecify.annotations.Nullable;

/** A pair that cannot be served. The message is one line for the operator: option, file, what is wrong, what to do. */
public final class KeyMaterialException extends Exception {
    private static final long serialVersionUID = 1L;

    KeyMaterialException(String message, @Nullable Throwable cause) {
        super(message.replaceAll("[\\s\\p{Cc}\\u2028\\u2029]+", " "), cause);
    }
}
