package ircd.health.state;

import ircd.health.check.ClientObservation;
import ircd.health.check.ClientReason;
import ircd.health.check.Link;
import ircd.health.check.Observation;
import ircd.health.check.S2sObservation;
import ircd.health.kernel.Address;
import ircd.health.kernel.TcpEndpoint;
import java.time.Duration;
import java.util.List;

/** What polls see in tests. */
public final class Observations {
    public static final Observation HEALTHY = of(ClientReason.OK, linked());
    public static final Observation REFUSED = of(ClientReason.REFUSED, linked());
    public static final Observation UNREADABLE = of(ClientReason.OK, new S2sObservation.Unreadable("gone"));

    private Observations() {}

    public static Observation of(ClientReason reason, S2sObservation s2s) {
        return new Observation(new ClientObservation(reason, Duration.ofMillis(2), 3, null), s2s);
    }

    private static S2sObservation linked() {
        TcpEndpoint end = new TcpEndpoint(new Address(0, 1), 4497);
        Link link = new Link(new Link.Id(end, end, 7), Link.Direction.OUTBOUND, 1, 2, 3, false);
        return new S2sObservation.Seen(List.of(link), List.of());
    }
}
