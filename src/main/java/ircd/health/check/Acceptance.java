package ircd.health.check;

import ircd.health.kernel.TcpEndpoint;
import ircd.health.kernel.TcpSocket;

/** What the socket table says of a connection's far end: has the daemon taken it out of its accept queue? */
enum Acceptance {
    ACCEPTED,
    /** Still in the accept queue. */
    QUEUED,
    /** The table does not say: the daemon is in another network namespace, behind a proxy, or defers its accept. */
    UNDECIDED;

    static Acceptance of(TableReading tables, TcpEndpoint ours, int daemonPort) {
        return tables.farEndOf(ours, daemonPort)
                .map(farEnd -> of(farEnd, tables.acceptBacklog(daemonPort)))
                .orElse(UNDECIDED);
    }

    private static Acceptance of(TcpSocket farEnd, long acceptBacklog) {
        return switch (farEnd.state()) {
            case ESTABLISHED, CLOSE_WAIT -> farEnd.inode() == 0 ? QUEUED : ACCEPTED;
            case FIN_WAIT1, FIN_WAIT2, LAST_ACK, TIME_WAIT, CLOSING, CLOSE -> ACCEPTED; // and closed again
            // TCP_DEFER_ACCEPT holds a silent connection here with nothing queued. With others queued it is an accept
            // queue that overflows: the kernel drops our last ACK, and we believe that we are connected.
            case SYN_RECV, NEW_SYN_RECV -> acceptBacklog > 0 ? QUEUED : UNDECIDED;
            case SYN_SENT, LISTEN -> UNDECIDED;
        };
    }
}
