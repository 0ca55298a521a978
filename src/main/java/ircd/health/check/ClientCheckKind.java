package ircd.health.check;

/** How much of a daemon's life the client check demands; each kind includes the ones before it. */
public enum ClientCheckKind {
    /** The kernel completed the TCP handshake. It also does so for a daemon that hangs. */
    CONNECT,
    /** The daemon has taken the connection out of its accept queue. */
    ACCEPT,
    /** The daemon has answered a line, without registering (RFC 1459 section 4.1). */
    IRC
}
