package ircd.health.check;

import ircd.health.kernel.Address;
import ircd.health.kernel.TcpEndpoint;
import ircd.health.kernel.TcpSocket;
import ircd.health.kernel.TcpState;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Rows of the socket table for tests: {@code established("10.0.0.1:4497", "10.0.0.2:50000", 7)}. */
final class Sockets {
    private Sockets() {}

    static TcpSocket established(String local, String remote, long inode) {
        return socket(local, remote, TcpState.ESTABLISHED, inode);
    }

    static TcpSocket listening(String local) {
        return socket(local, "0.0.0.0:0", TcpState.LISTEN, 1);
    }

    static TcpSocket listening(String local, long backlog) {
        TcpEndpoint end = end(local);
        return new TcpSocket(end, end("0.0.0.0:0"), TcpState.LISTEN, 0, backlog, 0, 0, 0, 1);
    }

    static TcpSocket socket(String local, String remote, TcpState state, long inode) {
        return new TcpSocket(end(local), end(remote), state, 0, 0, 0, 0, 0, inode);
    }

    /** Established, with queues and timer. */
    static TcpSocket busy(
            String local, String remote, long txQueue, long rxQueue, int timer, long retransmits, long probes) {
        return new TcpSocket(
                end(local), end(remote), TcpState.ESTABLISHED, txQueue, rxQueue, timer, retransmits, probes, 7);
    }

    static TcpEndpoint end(String text) {
        int colon = text.lastIndexOf(':');
        try {
            InetAddress address = InetAddress.getByName(text.substring(0, colon));
            return new TcpEndpoint(Address.of(address), Integer.parseInt(text.substring(colon + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
