package ircd.health.check;

import static java.util.Objects.requireNonNull;

import ircd.health.kernel.Address;
import ircd.health.kernel.Cidr;
import ircd.health.kernel.PortSet;
import java.util.List;

/**
 * Which connections are server links.
 *
 * @param ports the S2S ports, ours or theirs; empty in client-only mode
 * @param peers only far ends in one of these count; empty for any
 * @param ignoredPeers far ends in one of these never count
 */
public record S2sFilter(PortSet ports, List<Cidr> peers, List<Cidr> ignoredPeers) {
    public S2sFilter {
        requireNonNull(ports, "ports is null");
        peers = List.copyOf(requireNonNull(peers, "peers is null"));
        ignoredPeers = List.copyOf(requireNonNull(ignoredPeers, "ignoredPeers is null"));
    }

    SocketRole roleOfPeer(Address farEnd) {
        if (anyContains(ignoredPeers, farEnd)) {
            return SocketRole.IGNORED_PEER;
        }
        return peers.isEmpty() || anyContains(peers, farEnd) ? SocketRole.LINK : SocketRole.NOT_A_PEER;
    }

    private static boolean anyContains(List<Cidr> blocks, Address address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }
}
