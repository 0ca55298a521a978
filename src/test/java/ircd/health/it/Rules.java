package ircd.health.it;

import ircd.health.check.ClientCheckKind;
import ircd.health.check.ClientTarget;
import ircd.health.check.HostCheck;
import ircd.health.check.S2sFilter;
import ircd.health.kernel.Cidr;
import ircd.health.kernel.PortSet;
import ircd.health.kernel.SocketTable;
import ircd.health.verdict.LinkRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * By what the fault matrix has a network judged, as options of the service or as the values that it makes of them.
 *
 * @param peers empty for any
 * @param ignoredPeers empty for none
 * @param stall zero for never
 */
record Rules(ClientCheckKind clientCheck, int minLinks, List<String> peers, List<String> ignoredPeers, Duration stall) {
    static final Duration POLL_INTERVAL = Duration.ofSeconds(5);
    private static final Duration STALL = Duration.ofSeconds(10);
    static final Rules USUAL = new Rules(ClientCheckKind.ACCEPT, 1, List.of(), List.of(), STALL);

    private static final Duration STABLE = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    Rules withClientCheck(ClientCheckKind kind) {
        return new Rules(kind, minLinks, peers, ignoredPeers, stall);
    }

    Rules withMinLinks(int links) {
        return new Rules(clientCheck, links, peers, ignoredPeers, stall);
    }

    Rules withPeers(String... only) {
        return new Rules(clientCheck, minLinks, List.of(only), ignoredPeers, stall);
    }

    Rules withIgnoredPeers(String... never) {
        return new Rules(clientCheck, minLinks, peers, List.of(never), stall);
    }

    /** For a fault of the client port that lasts so long that the links stall as well. */
    Rules withoutStall() {
        return new Rules(clientCheck, minLinks, peers, ignoredPeers, Duration.ZERO);
    }

    List<String> options() {
        List<String> options = new ArrayList<>(List.of(
                "--mode", "cached",
                "--poll-interval", String.valueOf(POLL_INTERVAL.toSeconds()),
                "--stable-duration", String.valueOf(STABLE.toSeconds()),
                "--s2s-stall-duration", String.valueOf(stall.toSeconds()),
                "--s2s-min-links", String.valueOf(minLinks),
                "--client-check", clientCheck.name().toLowerCase(Locale.ROOT)));
        if (!peers.isEmpty()) {
            options.addAll(List.of("--s2s-peers", String.join(",", peers)));
        }
        if (!ignoredPeers.isEmpty()) {
            options.addAll(List.of("--s2s-ignore-peers", String.join(",", ignoredPeers)));
        }
        return options;
    }

    HostCheck check(LinkedDaemons daemons, Path procNet) {
        return new HostCheck(
                new ClientTarget(
                        daemons.hub().address(),
                        daemons.hub().clientPort(),
                        clientCheck,
                        TIMEOUT,
                        TIMEOUT.multipliedBy(4),
                        false),
                new S2sFilter(
                        PortSet.of(daemons.hub().s2sPort(), daemons.leaf().s2sPort()),
                        peers.stream().map(Cidr::parse).toList(),
                        ignoredPeers.stream().map(Cidr::parse).toList()),
                new SocketTable(procNet));
    }

    LinkRules linkRules() {
        return new LinkRules(minLinks, STABLE, stall);
    }
}
