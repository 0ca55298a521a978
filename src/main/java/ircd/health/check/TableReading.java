package ircd.health.check;

import static java.util.Objects.requireNonNull;

import ircd.health.kernel.PortSet;
import ircd.health.kernel.TcpEndpoint;
import ircd.health.kernel.TcpSocket;
import ircd.health.kernel.TcpState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the socket tables: the rows that matter here, or why there are none.
 *
 * @param failure null if the tables were read
 */
record TableReading(List<TcpSocket> sockets, @Nullable String failure) {
    TableReading {
        sockets = List.copyOf(requireNonNull(sockets, "sockets is null"));
    }

    static TableReading failed(String why) {
        return new TableReading(List.of(), why);
    }

    /** The ports on which somebody on this host listens. */
    PortSet listeningPorts() {
        return PortSet.of(sockets.stream()
                .filter(socket -> socket.state() == TcpState.LISTEN)
                .mapToInt(socket -> socket.local().port())
                .toArray());
    }

    /** See {@link ClientObservation#acceptBacklog}. */
    long acceptBacklog(int port) {
        long[] backlogs = sockets.stream()
                .filter(socket ->
                        socket.state() == TcpState.LISTEN && socket.local().port() == port)
                .mapToLong(TcpSocket::rxQueue)
                .toArray();
        long total = 0;
        for (long backlog : backlogs) {
            total += backlog;
        }
        return backlogs.length == 0 ? ClientObservation.UNKNOWN_BACKLOG : total;
    }

    /** The daemon's end of a connection that {@code ours} opened to its port. */
    Optional<TcpSocket> farEndOf(TcpEndpoint ours, int daemonPort) {
        return sockets.stream()
                .filter(socket ->
                        socket.local().port() == daemonPort && socket.remote().equals(ours))
                .findFirst();
    }
}
