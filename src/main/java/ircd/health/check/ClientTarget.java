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
}
