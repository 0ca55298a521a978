package ircd.health.check;

import ircd.health.kernel.PortSet;
import ircd.health.kernel.TcpEndpoint;
import ircd.health.kernel.TcpSocket;
import ircd.health.kernel.TcpState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Tells the server links among the rows of one reading from everything that only looks like one. */
final class S2sCheck {
    private static final int ZERO_WINDOW_PROBE_TIMER = 4;
    private static final int UNANSWERED_TO_FAIL = 3;

    private final S2sFilter filter;
    private final PortSet listening;
    private final int clientPort;
    private final @Nullable TcpEndpoint ourProbe;
    private final Map<Ends, TcpSocket> established = new LinkedHashMap<>();

    private S2sCheck(S2sFilter filter, TableReading tables, int clientPort, @Nullable TcpEndpoint ourProbe) {
        this.filter = filter;
        this.listening = tables.listeningPorts();
        this.clientPort = clientPort;
        this.ourProbe = ourProbe;
    }

    /** @param ourProbe our end of the client check's connection, which is no link even if the ports are the same */
    static S2sObservation observe(
            S2sFilter filter, TableReading tables, int clientPort, @Nullable TcpEndpoint ourProbe) {
        if (filter.ports().isEmpty()) {
            return new S2sObservation.NotWanted();
        }
        if (tables.failure() != null) {
            return new S2sObservation.Unreadable(tables.failure());
        }
        return new S2sCheck(filter, tables, clientPort, ourProbe).seen(tables.sockets());
    }

    private record Ends(TcpEndpoint local, TcpEndpoint remote) {
        static Ends of(TcpSocket socket) {
            return new Ends(socket.local(), socket.remote());
        }

        Ends reversed() {
            return new Ends(remote, local);
        }
    }

    private S2sObservation.Seen seen(List<TcpSocket> sockets) {
        List<TcpSocket> candidates = sockets.stream().filter(this::hasS2sPort).toList();
        candidates.stream()
                .filter(socket -> socket.state() == TcpState.ESTABLISHED)
                .forEach(socket -> established.putIfAbsent(Ends.of(socket), socket));

        List<Link> links = new ArrayList<>();
        List<ConsideredSocket> considered = new ArrayList<>();
        Set<Link.Id> rowsSeen = new HashSet<>();
        for (TcpSocket socket : candidates) {
            SocketRole role = rowsSeen.add(idOf(socket)) ? roleOf(socket) : SocketRole.REPEATED_ROW;
            considered.add(new ConsideredSocket(socket, role));
            if (role.counts()) {
                links.add(link(socket));
            }
        }
        return new S2sObservation.Seen(links, considered);
    }

    private SocketRole roleOf(TcpSocket socket) {
        SocketRole role = roleOfOneEnd(socket);
        TcpSocket otherEnd = otherEndOf(socket);
        if (otherEnd == null || !role.counts()) {
            return role;
        }
        SocketRole otherRole = roleOfOneEnd(otherEnd);
        return switch (otherRole) {
            case NOT_ACCEPTED -> SocketRole.PEER_NOT_ACCEPTED;
            case INBOUND_CLIENT, OUR_PROBE, IGNORED_PEER -> otherRole;
            case LINK -> tellsTheLink(socket, otherEnd) ? SocketRole.LINK : SocketRole.OTHER_END;
            // Which end is the daemon's that is judged cannot be told: a far end in --s2s-peers on either side will do.
            default -> role;
        };
    }

    /** Always the same one of both ends, so that it is the same link in every reading: the one that was connected to. */
    private boolean tellsTheLink(TcpSocket socket, TcpSocket otherEnd) {
        boolean connectedTo = hasS2sPort(socket.local().port());
        return connectedTo == hasS2sPort(otherEnd.local().port())
                ? socket.local().compareTo(otherEnd.local()) <= 0
                : connectedTo;
    }

    private SocketRole roleOfOneEnd(TcpSocket socket) {
        if (socket.state() == TcpState.LISTEN) {
            return SocketRole.LISTENER;
        }
        if (socket.state() != TcpState.ESTABLISHED) {
            return SocketRole.NOT_ESTABLISHED;
        }
        if (isOurProbe(socket)) {
            return SocketRole.OUR_PROBE;
        }
        if (socket.inode() == 0) {
            return SocketRole.NOT_ACCEPTED;
        }
        if (isInboundClient(socket)) {
            return SocketRole.INBOUND_CLIENT;
        }
        return filter.roleOfPeer(socket.remote().address());
    }

    /** Anybody can choose an S2S port as source port of a connection to, say, the client port, and fake a link. */
    private boolean isInboundClient(TcpSocket socket) {
        return !hasS2sPort(socket.local().port())
                && listening.contains(socket.local().port());
    }

    private boolean isOurProbe(TcpSocket socket) {
        return (socket.local().equals(ourProbe) && socket.remote().port() == clientPort)
                || (socket.remote().equals(ourProbe) && socket.local().port() == clientPort);
    }

    private Link link(TcpSocket socket) {
        TcpSocket otherEnd = otherEndOf(socket);
        List<TcpSocket> ends = otherEnd == null ? List.of(socket) : List.of(socket, otherEnd);
        return new Link(
                idOf(socket),
                directionOf(socket),
                greatest(ends, TcpSocket::txQueue),
                greatest(ends, TcpSocket::rxQueue),
                greatest(ends, TcpSocket::retransmits),
                ends.stream().anyMatch(S2sCheck::sendingFails));
    }

    private static long greatest(List<TcpSocket> ends, ToLongFunction<TcpSocket> quantity) {
        return ends.stream().mapToLong(quantity).max().orElseThrow();
    }

    private Link.Direction directionOf(TcpSocket socket) {
        int local = socket.local().port();
        boolean theirsIsS2s = hasS2sPort(socket.remote().port());
        return hasS2sPort(local) && (!theirsIsS2s || listening.contains(local))
                ? Link.Direction.INBOUND
                : Link.Direction.OUTBOUND;
    }

    /** The signs of a cut wire and of a local interface that is down (the latter never counts as a retransmit). */
    private static boolean sendingFails(TcpSocket socket) {
        return (socket.txQueue() > 0 && socket.retransmits() >= UNANSWERED_TO_FAIL)
                || (socket.timer() == ZERO_WINDOW_PROBE_TIMER && socket.probes() >= UNANSWERED_TO_FAIL);
    }

    private @Nullable TcpSocket otherEndOf(TcpSocket socket) {
        return established.get(Ends.of(socket).reversed());
    }

    private boolean hasS2sPort(TcpSocket socket) {
        return hasS2sPort(socket.local().port()) || hasS2sPort(socket.remote().port());
    }

    private boolean hasS2sPort(int port) {
        return filter.ports().contains(port);
    }

    private static Link.Id idOf(TcpSocket socket) {
        return new Link.Id(socket.local(), socket.remote(), socket.inode());
    }
}
