package ircd.health.check;

import static java.util.Objects.requireNonNull;

import ircd.health.kernel.TcpEndpoint;

/**
 * A server link as the socket tables show it now.
 *
 * @param direction who connected, as far as the ports tell
 * @param unsentBytes sent or to be sent and not acknowledged; the greater of both ends if both are on this host
 * @param unreadBytes received and not read by the daemon; the greater of both ends if both are on this host
 * @param retransmits timeouts in a row without an acknowledgement
 * @param sendingFails the far end has left three transmissions or zero window probes unanswered
 */
public record Link(
        Id id, Direction direction, long unsentBytes, long unreadBytes, long retransmits, boolean sendingFails) {
    public Link {
        requireNonNull(id, "id is null");
        requireNonNull(direction, "direction is null");
    }

    /**
     * What makes a link this link: connected anew between two readings, it has another inode (or port), and is another.
     *
     * @param inode of the local end's owner
     */
    public record Id(TcpEndpoint local, TcpEndpoint remote, long inode) {
        public Id {
            requireNonNull(local, "local is null");
            requireNonNull(remote, "remote is null");
        }
    }

    /** Who connected to whom. */
    public enum Direction {
        INBOUND,
        OUTBOUND;

        public String word() {
            return this == INBOUND ? "in" : "out";
        }
    }
}
