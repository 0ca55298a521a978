package ircd.health.parity;

import ircd.health.check.ClientObservation;
import ircd.health.check.ClientReason;
import ircd.health.check.Link;
import ircd.health.check.Observation;
import ircd.health.check.S2sObservation;
import ircd.health.kernel.Address;
import ircd.health.kernel.Clock;
import ircd.health.kernel.Now;
import ircd.health.kernel.TcpEndpoint;
import ircd.health.state.EndpointStats;
import ircd.health.state.Health;
import ircd.health.state.MaintenanceFile;
import ircd.health.state.Refusal;
import ircd.health.verdict.LinkRules;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** States with a past, at a moment that does not pass: almost every fact has a value of its own. */
public final class Story {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant CLIENT_CERTIFICATE_ENDS = Instant.parse("2026-09-10T11:12:13Z");

    private long seconds;
    private final Health health = new Health(
            new Clock() {
                @Override
                public Now now() {
                    return new Now(START.plusSeconds(seconds), nanos());
                }

                @Override
                public long nanos() {
                    return Duration.ofSeconds(seconds).toNanos();
                }
            },
            new LinkRules(1, Duration.ofSeconds(10), Duration.ofSeconds(30)),
            Duration.ofSeconds(45),
            new MaintenanceFile(null));

    private Story() {}

    /**
     * The health at the end of a story. Between them, no two booleans are always equal.
     *
     * <ul>
     *   <li>{@code unknown}: nothing was judged yet
     *   <li>{@code routable}: five links, three of them stable, two of these stalled; the client port failed twice
     *   <li>{@code unlinked}: all links lost after the warm-up, and drained
     *   <li>{@code warming}: the first links, and drained
     * </ul>
     */
    public static Health named(String name) {
        Story story = new Story();
        if (name.equals("unknown")) {
            return story.health;
        }
        story.polled(0, ClientReason.REFUSED, links(0, 0));
        story.polled(15, ClientReason.NO_REPLY, new S2sObservation.Unreadable("permission denied"));
        story.polled(30, ClientReason.OK, links(2, 1));
        if (!name.equals("warming")) {
            story.polled(45, ClientReason.OK, links(2, 1));
            story.polled(61, ClientReason.OK, name.equals("unlinked") ? links(0, 0) : links(2, 3));
        }
        if (!name.equals("routable")) {
            story.health.enterMaintenance("a new kernel");
        }
        return story.health;
    }

    private void polled(long atSeconds, ClientReason reason, S2sObservation links) {
        seconds = atSeconds;
        Now now =
                new Now(START.plusSeconds(seconds), Duration.ofSeconds(seconds).toNanos());
        ClientObservation client = new ClientObservation(reason, Duration.ofMillis(12), 7, CLIENT_CERTIFICATE_ENDS);
        health.polled(now, new Observation(client, links), Duration.ofMillis(34));
    }

    private static S2sObservation links(int hanging, int working) {
        return new S2sObservation.Seen(
                IntStream.range(0, hanging + working)
                        .mapToObj(i -> link(i, i < hanging))
                        .toList(),
                List.of());
    }

    private static Link link(int number, boolean hanging) {
        Address address = Address.of(InetAddress.getLoopbackAddress());
        Link.Id id = new Link.Id(new TcpEndpoint(address, 7000), new TcpEndpoint(address, 40000 + number), 1 + number);
        return new Link(id, Link.Direction.INBOUND, hanging ? 99 : 0, 0, hanging ? 5 : 0, hanging);
    }

    /** Each count differs from the others. */
    public static EndpointStats traffic() {
        EndpointStats stats = new EndpointStats();
        int count = 1;
        for (int code : EndpointStats.CODES) {
            times(count++, () -> stats.answered(code));
        }
        for (Refusal reason : Refusal.values()) {
            times(count++, () -> stats.refused(reason));
        }
        times(count++, stats::handshakeFailed);
        times(count++, stats::handshakeCompleted);
        times(60, stats::opened);
        times(20, stats::closed);
        return stats;
    }

    private static void times(int count, Runnable event) {
        for (int i = 0; i < count; i++) {
            event.run();
        }
    }
}
