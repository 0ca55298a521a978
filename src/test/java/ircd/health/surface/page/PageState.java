package ircd.health.surface.page;

import ircd.health.check.ClientObservation;
import ircd.health.check.ClientReason;
import ircd.health.check.Link;
import ircd.health.check.Observation;
import ircd.health.check.S2sObservation;
import ircd.health.kernel.Address;
import ircd.health.kernel.TcpEndpoint;
import ircd.health.parity.Story;
import ircd.health.state.EndpointStats;
import ircd.health.state.FakeClock;
import ircd.health.state.Health;
import ircd.health.state.MaintenanceFile;
import ircd.health.tls.CertificateStatus;
import ircd.health.verdict.LinkRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Pages in the states in which people will look at them, at a moment that does not pass. */
public enum PageState {
    UNKNOWN,
    HEALTHY,
    WARMING,
    NO_LINK,
    HUNG,
    MAINTENANCE,
    FLAPPING,
    MANY_LINKS,
    LONG_NAMES,
    CLIENT_ONLY,
    EXPIRED,
    HOSTILE;

    static final String HOSTILE_REASON =
            "</title><script>alert('x')</script><img src=\"//x\" onerror=alert(1)> & \"so on\"";
    static final String LONG_REASON = "a new kernel, and the disk of the second controller, see ".repeat(6)
            + "https://tickets.example.org/" + "0123456789".repeat(20);

    private static final Duration POLL = Duration.ofSeconds(15);

    /** One state in the making. */
    private static final class Making {
        final FakeClock clock = new FakeClock();
        final Health health = new Health(
                clock,
                new LinkRules(1, Duration.ofSeconds(10), Duration.ofSeconds(30)),
                Duration.ofSeconds(45),
                new MaintenanceFile(null));
        final EndpointStats stats;
        Supplier<CertificateStatus> certificate = () -> certificate(Duration.ofDays(61), 2, 0);
        final StatusPage page;

        Making(boolean plain) {
            stats = plain ? new EndpointStats() : Story.traffic();
            page = new StatusPage(health, stats, plain ? null : () -> certificate.get(), "0.1.0", clock);
        }

        CertificateStatus certificate(Duration left, long reloads, long failures) {
            Instant now = clock.now().wall();
            return new CertificateStatus(
                    now.minus(Duration.ofDays(29)), now.plus(left), reloads, failures, failures == 0);
        }

        void poll(ClientReason reason, S2sObservation links) {
            clock.advance(POLL);
            ClientObservation client = new ClientObservation(
                    reason, Duration.ofMillis(2), reason == ClientReason.NOT_ACCEPTED ? 11 : 0, null);
            health.polled(clock.now(), new Observation(client, links), Duration.ofMillis(5));
        }

        void polls(int times, S2sObservation links) {
            for (int i = 0; i < times; i++) {
                poll(ClientReason.OK, links);
            }
        }
    }

    public String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The page; it looks the same whenever it is asked for. */
    public StatusPage page() {
        Making making = new Making(this == CLIENT_ONLY || this == UNKNOWN);
        make(making);
        making.clock.advance(Duration.ofSeconds(4));
        return making.page;
    }

    private void make(Making making) {
        switch (this) {
            case UNKNOWN -> {}
            case HEALTHY -> healthy(making);
            case WARMING -> {
                making.polls(1, links(0));
                making.polls(1, links(1));
            }
            case NO_LINK -> {
                healthy(making);
                making.polls(3, links(0));
            }
            case HUNG -> {
                healthy(making);
                for (int i = 0; i < 4; i++) {
                    making.poll(ClientReason.NOT_ACCEPTED, links(4, true));
                }
            }
            case MAINTENANCE -> {
                healthy(making);
                making.health.enterMaintenance("a new kernel, back at six; ask Ines");
            }
            case FLAPPING -> flapping(making);
            case MANY_LINKS -> {
                making.polls(40, links(199, true));
                making.polls(1, links(200, true));
            }
            case LONG_NAMES -> {
                making.polls(12, longAddresses());
                making.health.enterMaintenance(LONG_REASON);
            }
            case CLIENT_ONLY -> making.polls(3, new S2sObservation.NotWanted());
            case EXPIRED -> {
                healthy(making);
                making.certificate = () -> making.certificate(Duration.ofHours(-5), 4, 3);
            }
            case HOSTILE -> {
                healthy(making);
                making.health.enterMaintenance(HOSTILE_REASON);
            }
        }
    }

    /** After some trouble in the morning. */
    private static void healthy(Making making) {
        making.poll(ClientReason.REFUSED, links(0));
        making.polls(2, links(1));
        making.polls(11, links(3));
        making.poll(ClientReason.NO_REPLY, links(3));
        making.polls(14, links(3));
    }

    /** Another link in every poll, and sometimes none. */
    private static void flapping(Making making) {
        making.polls(6, links(3));
        for (int i = 0; i < 60; i++) {
            making.polls(
                    1,
                    i % 3 == 0 ? links(0) : new S2sObservation.Seen(List.of(link(7, 1000 + i, false, 0)), List.of()));
            making.poll(i % 5 == 0 ? ClientReason.TIMEOUT : ClientReason.OK, links(i % 4));
        }
    }

    private static S2sObservation links(int count) {
        return links(count, false);
    }

    private static S2sObservation links(int count, boolean trouble) {
        return new S2sObservation.Seen(
                IntStream.range(0, count)
                        .mapToObj(i -> link(i, 40_000 + i, trouble && i == 1, trouble && i == 2 ? 1448 : 0))
                        .toList(),
                List.of());
    }

    private static Link link(int number, int port, boolean stalled, long unread) {
        Address far = new Address(0, 0xFFFFCB007100L + number % 250);
        Address near = new Address(0, 0xFFFFC0000201L);
        boolean inbound = number % 2 == 0;
        return new Link(
                new Link.Id(
                        new TcpEndpoint(near, inbound ? 7000 : port),
                        new TcpEndpoint(far, inbound ? port : 7000),
                        100 + port),
                inbound ? Link.Direction.INBOUND : Link.Direction.OUTBOUND,
                stalled ? 74_112 : 0,
                unread,
                stalled ? 6 : 0,
                stalled);
    }

    private static S2sObservation longAddresses() {
        return new S2sObservation.Seen(
                IntStream.range(0, 4)
                        .mapToObj(i -> new Link(
                                new Link.Id(
                                        new TcpEndpoint(
                                                new Address(0x20010DB8DEADBEEFL, 0xCAFEF00DABCDEF00L + i), 65_500 + i),
                                        new TcpEndpoint(
                                                new Address(0x20010DB8FEEDFACEL, 0xDECAFBAD12345678L + i), 65_510 + i),
                                        Long.MAX_VALUE - i),
                                Link.Direction.OUTBOUND,
                                i == 0 ? 4_294_967_295L : 0,
                                i == 0 ? 4_294_967_295L : 0,
                                i == 0 ? 255 : 0,
                                i == 0))
                        .toList(),
                List.of());
    }
}
