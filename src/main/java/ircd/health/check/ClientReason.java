package ircd.health.check;

import java.util.Locale;

/** Why the client port counts as taking clients or not: a closed set of words, the same on every surface. */
public enum ClientReason {
    /** It takes clients. */
    OK,
    /** Nothing has been judged yet. */
    UNKNOWN,
    /** The last judgement is too old to act on. */
    STALE,
    /** Nobody listens on the port (RST). */
    REFUSED,
    /** The TCP handshake did not complete in time. */
    TIMEOUT,
    /** The operating system could not send to the host at all. */
    UNREACHABLE,
    /** The host name has no address. */
    UNRESOLVED,
    /** The kernel completed the handshake, but the daemon left the connection in its accept queue. */
    NOT_ACCEPTED,
    /** The TLS handshake failed: the port speaks plain IRC, or no version and cipher is shared. */
    TLS_FAILED,
    /** No answer to the TLS handshake: the daemon hangs, or it waits for a line on a plain port. */
    TLS_NO_REPLY,
    /** The daemon answered ERROR or 465: it is full, or it throttles or bans this host. */
    REJECTED,
    /** The daemon took the connection and answered no line in time. */
    NO_REPLY,
    /** The check itself failed; the log has the exception. */
    ERROR;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The word that users see, such as {@code not-accepted}. */
    public String word() {
        return word;
    }

    /** Whether a check can end so: not if all is well, and not if it is a judgement that is missing. */
    public boolean isFailure() {
        return this != OK && this != UNKNOWN && this != STALE;
    }
}
