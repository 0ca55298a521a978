package ircd.health.kernel;

import static java.util.Objects.requireNonNull;

/**
 * One row of /proc/net/tcp or tcp6 (Documentation/networking/proc_net_tcp.rst, net/ipv4/tcp_ipv4.c).
 *
 * @param txQueue bytes sent or to be sent and not yet acknowledged
 * @param rxQueue bytes received that the owner has not read; for {@link TcpState#LISTEN} the connections that wait
 *     for accept()
 * @param timer which timer runs: 0 none, 1 retransmit, 2 another, 3 TIME_WAIT, 4 zero window probe
 * @param retransmits timeouts in a row without an acknowledgement
 * @param probes zero window probes without an answer (the column that the kernel heads "timeout")
 * @param inode the owner's inode; 0 if no process owns the socket (not accepted yet, TIME_WAIT, orphaned)
 */
public record TcpSocket(
        TcpEndpoint local,
        TcpEndpoint remote,
        TcpState state,
        long txQueue,
        long rxQueue,
        int timer,
        long retransmits,
        long probes,
        long inode) {
    public TcpSocket {
        requireNonNull(local, "local is null");
        requireNonNull(remote, "remote is null");
        requireNonNull(state, "state is null");
    }
}
