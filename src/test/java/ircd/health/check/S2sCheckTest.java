package ircd.health.check;

import static ircd.health.check.Sockets.busy;
import static ircd.health.check.Sockets.end;
import static ircd.health.check.Sockets.established;
import static ircd.health.check.Sockets.listening;
import static ircd.health.check.Sockets.socket;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.kernel.Cidr;
import ircd.health.kernel.PortSet;
import ircd.health.kernel.TcpSocket;
import ircd.health.kernel.TcpState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class S2sCheckTest {
    private static final int CLIENT_PORT = 6667;
    private static final S2sFilter ANYBODY = new S2sFilter(PortSet.of(4497, 7000), List.of(), List.of());
    private static final TcpSocket INBOUND = established("192.0.2.1:4497", "198.51.100.2:50000", 7);
    private static final TcpSocket OUTBOUND = established("192.0.2.1:50000", "198.51.100.2:7000", 8);

    @Test
    void aConnectionToOurServerPortIsALink() {
        Link link = links(ANYBODY, listening("0.0.0.0:4497"), INBOUND).get(0);

        assertEquals(new Link.Id(INBOUND.local(), INBOUND.remote(), 7), link.id());
        assertEquals(Link.Direction.INBOUND, link.direction());
    }

    @Test
    void aConnectionToTheirServerPortIsALink() {
        assertEquals(
                List.of(Link.Direction.OUTBOUND),
                links(ANYBODY, OUTBOUND).stream().map(Link::direction).toList());
    }

    @Test
    void otherPortsAreNotEvenConsidered() {
        S2sObservation.Seen seen = observe(ANYBODY, established("192.0.2.1:6667", "198.51.100.2:50000", 9));

        assertTrue(seen.considered().isEmpty());
    }

    @ParameterizedTest
    @EnumSource(
            value = TcpState.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ESTABLISHED", "LISTEN"})
    void onlyEstablishedSocketsCount(TcpState state) {
        assertRole(SocketRole.NOT_ESTABLISHED, ANYBODY, socket("192.0.2.1:4497", "198.51.100.2:50000", state, 7));
    }

    @Test
    void aConnectionThatTheDaemonHasNotAcceptedIsNoLink() {
        assertRole(SocketRole.NOT_ACCEPTED, ANYBODY, established("192.0.2.1:4497", "198.51.100.2:50000", 0));
    }

    @Test
    void aClientThatConnectsFromAServerPortIsNoLink() {
        TcpSocket fake = established("192.0.2.1:6667", "203.0.113.66:4497", 7);

        assertRole(SocketRole.INBOUND_CLIENT, ANYBODY, fake, listening("0.0.0.0:6667"));
    }

    @Test
    void aClientThatConnectsFromAServerPortToAnyOtherServiceIsNoLink() {
        TcpSocket fake = established("192.0.2.1:22", "203.0.113.66:4497", 7);

        assertRole(SocketRole.INBOUND_CLIENT, ANYBODY, fake, listening("[::]:22"));
    }

    @Test
    void aLocalClientThatConnectsFromAServerPortIsNoLinkOnEitherEnd() {
        S2sObservation.Seen seen = observe(
                ANYBODY,
                listening("0.0.0.0:6667"),
                established("127.0.0.1:6667", "127.0.0.1:4497", 7),
                established("127.0.0.1:4497", "127.0.0.1:6667", 8));

        assertTrue(seen.links().isEmpty(), seen::toString);
    }

    @Test
    void aLinkBetweenTwoServerPortsCountsThoughBothListen() {
        List<Link> links =
                links(ANYBODY, listening("0.0.0.0:4497"), established("192.0.2.1:4497", "198.51.100.2:7000", 7));

        assertEquals(
                List.of(Link.Direction.INBOUND),
                links.stream().map(Link::direction).toList());
    }

    @Test
    void aLinkWithBothEndsOnThisHostIsOneLinkWhicheverEndIsListedFirst() {
        TcpSocket hub = established("127.0.0.2:4497", "127.0.0.1:50000", 7);
        TcpSocket leaf = established("127.0.0.1:50000", "127.0.0.2:4497", 8);

        List<Link> links = links(ANYBODY, hub, leaf);

        assertEquals(1, links.size());
        assertEquals(links, links(ANYBODY, leaf, hub));
    }

    @Test
    void aLinkWhoseOtherEndOnThisHostIsNotAcceptedIsNoLink() {
        S2sObservation.Seen seen = observe(
                ANYBODY,
                established("127.0.0.2:4497", "127.0.0.1:50000", 0),
                established("127.0.0.1:50000", "127.0.0.2:4497", 8));

        assertEquals(
                List.of(SocketRole.NOT_ACCEPTED, SocketRole.PEER_NOT_ACCEPTED),
                seen.considered().stream().map(ConsideredSocket::role).toList());
    }

    @Test
    void aLinkWithBothEndsOnThisHostShowsTheWorseOfBoth() {
        Link link = links(
                        ANYBODY,
                        busy("127.0.0.2:4497", "127.0.0.1:50000", 0, 512, 0, 0, 0),
                        busy("127.0.0.1:50000", "127.0.0.2:4497", 64, 0, 1, 3, 0))
                .get(0);

        assertEquals(64, link.unsentBytes());
        assertEquals(512, link.unreadBytes());
        assertEquals(3, link.retransmits());
        assertTrue(link.sendingFails());
    }

    @Test
    void aRowThatIsListedTwiceCountsOnce() {
        S2sObservation.Seen seen = observe(ANYBODY, INBOUND, INBOUND);

        assertEquals(1, seen.links().size());
        assertEquals(
                List.of(SocketRole.LINK, SocketRole.REPEATED_ROW),
                seen.considered().stream().map(ConsideredSocket::role).toList());
    }

    @Test
    void connectedAnewItIsAnotherLink() {
        TcpSocket again = established("192.0.2.1:4497", "198.51.100.2:50000", 9);

        assertTrue(!links(ANYBODY, INBOUND)
                .get(0)
                .id()
                .equals(links(ANYBODY, again).get(0).id()));
    }

    @Test
    void ourOwnProbeIsNoLinkEvenIfClientsAndServersShareThePort() {
        S2sFilter shared = new S2sFilter(PortSet.of(CLIENT_PORT), List.of(), List.of());
        TableReading tables = new TableReading(
                List.of(
                        established("127.0.0.1:6667", "127.0.0.1:50000", 7),
                        established("127.0.0.1:50000", "127.0.0.1:6667", 8)),
                null);

        S2sObservation.Seen seen = assertInstanceOf(
                S2sObservation.Seen.class, S2sCheck.observe(shared, tables, CLIENT_PORT, end("127.0.0.1:50000")));

        assertTrue(seen.links().isEmpty(), seen::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.0/24, 127.0.0.0/8,      LINK",
        "203.0.113.0/24,  127.0.0.0/8,      NOT_A_PEER",
        "198.51.100.0/24, 198.51.100.2,     IGNORED_PEER",
    })
    void onlyPeersCountAndIgnoredOnesNever(String peers, String ignored, SocketRole expected) {
        S2sFilter filter = new S2sFilter(PortSet.of(4497), List.of(Cidr.parse(peers)), List.of(Cidr.parse(ignored)));

        assertRole(expected, filter, INBOUND);
    }

    @Test
    void aLinkBetweenTwoLocalEndsIsIgnoredIfEitherIs() {
        S2sFilter filter = new S2sFilter(PortSet.of(4497), List.of(), List.of(Cidr.parse("127.0.0.2")));

        assertTrue(links(
                        filter,
                        established("127.0.0.1:4497", "127.0.0.2:50000", 7),
                        established("127.0.0.2:50000", "127.0.0.1:4497", 8))
                .isEmpty());
    }

    @Test
    void theEndThatWasConnectedToTellsALinkBetweenTwoLocalEnds() {
        Link link = links(
                        ANYBODY,
                        established("127.0.0.1:40000", "127.0.0.2:4497", 7),
                        established("127.0.0.2:4497", "127.0.0.1:40000", 8))
                .get(0);

        assertEquals("127.0.0.2:4497", link.id().local().toString());
    }

    @Test
    void servicesOnThisHostCanBeIgnored() {
        S2sFilter filter = new S2sFilter(PortSet.of(4497), List.of(), List.of(Cidr.parse("127.0.0.0/8")));

        assertTrue(links(
                        filter,
                        established("127.0.0.1:4497", "127.0.0.1:50000", 7),
                        established("127.0.0.1:50000", "127.0.0.1:4497", 8))
                .isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        // unsent, timer, retransmits, probes, fails
        "  0, 0, 0, 0, false",
        "122, 1, 2, 0, false",
        "122, 1, 3, 0, true",
        "  0, 1, 3, 0, false",
        " 14, 4, 0, 2, false",
        " 14, 4, 0, 3, true",
        " 14, 2, 0, 3, false",
    })
    void sendingFailsAfterThreeUnansweredTries(long unsent, int timer, long retransmits, long probes, boolean fails) {
        TcpSocket link = busy("192.0.2.1:4497", "198.51.100.2:50000", unsent, 0, timer, retransmits, probes);

        assertEquals(fails, links(ANYBODY, link).get(0).sendingFails());
    }

    @Test
    void tablesThatCannotBeReadAreNoTablesWithoutLinks() {
        S2sObservation seen = S2sCheck.observe(ANYBODY, TableReading.failed("permission denied"), CLIENT_PORT, null);

        assertEquals(new S2sObservation.Unreadable("permission denied"), seen);
    }

    @Test
    void withoutServerPortsLinksAreNotWanted() {
        S2sFilter none = new S2sFilter(PortSet.NONE, List.of(), List.of());

        assertEquals(
                new S2sObservation.NotWanted(),
                S2sCheck.observe(none, TableReading.failed("no matter"), CLIENT_PORT, null));
    }

    private static void assertRole(SocketRole expected, S2sFilter filter, TcpSocket first, TcpSocket... others) {
        TcpSocket[] all = new TcpSocket[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        S2sObservation.Seen seen = observe(filter, all);
        assertEquals(expected, seen.considered().get(0).role());
        assertEquals(expected.counts() ? 1 : 0, seen.links().size());
    }

    private static List<Link> links(S2sFilter filter, TcpSocket... sockets) {
        return observe(filter, sockets).links();
    }

    private static S2sObservation.Seen observe(S2sFilter filter, TcpSocket... sockets) {
        TableReading tables = new TableReading(List.of(sockets), null);
        return assertInstanceOf(S2sObservation.Seen.class, S2sCheck.observe(filter, tables, CLIENT_PORT, null));
    }
}
