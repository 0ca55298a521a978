package ircd.health.check;

import ircd.health.kernel.Address;
import ircd.health.kernel.TcpEndpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;

/** One TCP connection of ours to the client port. */
final class Probe implements AutoCloseable {
    private final DeadlineSocket socket;

    private Probe(DeadlineSocket socket) {
        this.socket = socket;
    }

    /**
     * Connects; blocks for {@link ClientTarget#timeout} at the most (and for the DNS, if the host is a name).
     *
     * @throws IOException see {@link #reasonOf}
     */
    static Probe open(ClientTarget target) throws IOException {
        InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException(target.host());
        }
        DeadlineSocket socket = new DeadlineSocket();
        try {
            // RST instead of FIN: a probe leaves no TIME_WAIT row behind (as HAProxy's own TCP checks do).
            socket.setSoLinger(true, 0);
            socket.setTcpNoDelay(true);
            socket.connect(address, Math.toIntExact(target.timeout().toMillis()));
            return new Probe(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** EMFILE and ENFILE (errno(3)), of which the JDK keeps nothing but the text. */
    static boolean hasNoDescriptor(IOException connectFailure) {
        String message = String.valueOf(connectFailure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("too many open files");
    }

    static ClientReason reasonOf(IOException connectFailure, ClientTarget target) {
        if (connectFailure instanceof UnknownHostException) {
            return ClientReason.UNRESOLVED;
        }
        if (connectFailure instanceof SocketTimeoutException) {
            return ClientReason.TIMEOUT;
        }
        // The JDK tells ECONNREFUSED from ETIMEDOUT and others only by the text of errno.
        String message = String.valueOf(connectFailure.getMessage()).toLowerCase(Locale.ROOT);
        if (connectFailure instanceof ConnectException && message.contains("timed out")) {
            return ClientReason.TIMEOUT;
        }
        if (message.contains("reset")) {
            return resetAtOnce(target);
        }
        return connectFailure instanceof ConnectException && message.contains("refused")
                ? ClientReason.REFUSED
                : ClientReason.UNREACHABLE;
    }

    /**
     * The handshake had completed: a reset before that is a refusal. So the reason is the one that the same reset gives
     * when it comes a moment later, and finds us connected.
     */
    private static ClientReason resetAtOnce(ClientTarget target) {
        if (target.tls()) {
            return ClientReason.TLS_FAILED;
        }
        return target.kind() == ClientCheckKind.IRC ? ClientReason.NO_REPLY : ClientReason.OK;
    }

    TcpEndpoint localEnd() {
        return new TcpEndpoint(Address.of(socket.getLocalAddress()), socket.getLocalPort());
    }

    DeadlineSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to do with a socket whose close fails.
        }
    }
}
