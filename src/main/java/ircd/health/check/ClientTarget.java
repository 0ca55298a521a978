package ircd.health.check;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The client port to judge, and how.
 *
 * @param host a name or an address; a name is resolved anew for every connection
 * @param timeout for the connect and, from the same start, for the daemon to accept
 * @param replyTimeout for the TLS handshake (and {@code timeout} once more if that had no answer), and again for the
 *     first line
 */
public record ClientTarget(
        String host, int port, ClientCheckKind kind, Duration timeout, Duration replyTimeout, boolean tls) {
    public ClientTarget {
        requireNonNull(host, "host is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(timeout, "timeout is null");
        requireNonNull(replyTimeout, "replyTimeout is null");
    }

    /** How long a check may take at the most, but for the time that the name's resolution takes. */
    public Duration longestCheck() {
        Duration lastAnswer = kind == ClientCheckKind.IRC ? replyTimeout : Duration.ZERO;
        Duration longest = timeout.plus(lastAnswer);
        if (!tls) {
            return longest;
        }
        // After a handshake without answer comes a line in plain text instead.
        Duration plain = timeout.minus(lastAnswer);
        return longest.plus(replyTimeout).plus(plain.isNegative() ? Duration.ZERO : plain);
    }
}
