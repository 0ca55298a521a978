package ircd.health.verdict;

import java.util.Locale;

/** Why the server links are enough or not: a closed set of words, the same on every surface. */
public enum S2sReason {
    /** There are enough links (in client-only mode: none are needed). */
    OK,
    /** Nothing has been judged yet. */
    UNKNOWN,
    /** The last judgement is too old to act on. */
    STALE,
    /** No link at all. */
    NO_LINK,
    /** Fewer links than {@code --s2s-min-links}. */
    TOO_FEW_LINKS,
    /** Enough links, but not enough of them have lasted for {@code --stable-duration}. */
    NOT_STABLE,
    /** Enough stable links, but not enough of them carry data. */
    STALLED,
    /** The socket tables could not be read. */
    UNREADABLE,
    /** This operating system has no socket tables. */
    UNSUPPORTED,
    /** The check itself failed; the log has the exception. */
    ERROR;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The word that users see, such as {@code no-link}. */
    public String word() {
        return word;
    }
}
