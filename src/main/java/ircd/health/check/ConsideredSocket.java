package ircd.health.check;

import static java.util.Objects.requireNonNull;

import ircd.health.kernel.TcpSocket;

/** A row of the socket tables with an S2S port, and what it was taken for. */
public record ConsideredSocket(TcpSocket socket, SocketRole role) {
    public ConsideredSocket {
        requireNonNull(socket, "socket is null");
        requireNonNull(role, "role is null");
    }
}
