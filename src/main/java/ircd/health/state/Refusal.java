package ircd.health.state;

import java.util.Locale;

/**
 * Why the public listener closed a connection that had not been served to its end. A connection that was merely idle
 * between two requests, or that the client gave up, is no refusal.
 */
public enum Refusal {
    /** The total was reached, by connections with a request in hand, and no client would have held more than the newcomer's. */
    TOO_MANY_CONNECTIONS,
    /** The client's address (IPv6: its /64) held as many connections as one may. */
    TOO_MANY_FROM_ADDRESS,
    /**
     * Closed in favour of others: the total was reached and its address held most, or half requests and unread answers filled
     * the memory for them and it held much of that.
     */
    DISPLACED,
    /** The TLS handshake was not complete in time. */
    HANDSHAKE_TIMEOUT,
    /** The head of a request was not complete in time; also when nothing was ever sent. */
    HEADER_TIMEOUT,
    /** The client did not read its answer in time. */
    WRITE_TIMEOUT,
    /** TLS on the plain port, or something other than TLS on the TLS port. */
    WRONG_PROTOCOL,
    /** The client asked for a second handshake on a connection. */
    RENEGOTIATION;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The reason as it stands in metrics and JMX: {@code too-many-connections}. */
    public String word() {
        return word;
    }
}
