package ircd.health.surface.jfr;

import ircd.health.state.Snapshot;
import java.util.Objects;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** One poll and what it found, in a flight recording, where it takes some forty bytes. */
@Name("ircd.health.Poll")
@Label("Health Poll")
@Category("ircd-health")
@Description("The daemon was looked at, and this was found")
@StackTrace(false)
public final class PollEvent extends Event {
    private static final long NOT_KNOWN = -1;

    @Label("Routable")
    @Description("A load balancer may send people here")
    boolean routable;

    @Label("Client Reason")
    @Description("ok, or why clients are not taken")
    String clientReason = "";

    @Label("Links Reason")
    @Description("ok, or why there are not enough server links")
    String s2sReason = "";

    @Label("Poll Time")
    @Description("From the start of the poll to its verdict")
    @Timespan(Timespan.NANOSECONDS)
    long pollTime;

    @Label("Client Check Time")
    @Description("From the connect to the client port to what was decided of it")
    @Timespan(Timespan.NANOSECONDS)
    long clientCheckTime;

    @Label("Accept Backlog")
    @Description("Connections that wait for the daemon's accept(); -1 if not known")
    long acceptBacklog;

    @Label("Links")
    @Description("Server links that are open")
    int links;

    @Label("Stable Links")
    @Description("Of these, those that have lasted for the stable duration")
    long stableLinks;

    @Label("Stalled Links")
    @Description("Of these, those that do not carry data")
    long stalledLinks;

    private PollEvent() {}

    /** Does nothing in a JVM that has never recorded, as {@link TransitionEvent#commit}. */
    public static void commit(Snapshot polled) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        PollEvent event = new PollEvent();
        if (event.isEnabled()) {
            event.fill(polled);
            event.commit();
        }
    }

    private void fill(Snapshot polled) {
        routable = polled.verdict().routable();
        clientReason = polled.verdict().clientReason().word();
        s2sReason = polled.verdict().s2sReason().word();
        pollTime = polled.pollTook().toNanos();
        clientCheckTime = polled.client().took().toNanos();
        acceptBacklog = Objects.requireNonNullElse(polled.acceptBacklog(), NOT_KNOWN);
        links = polled.verdict().links().size();
        stableLinks = polled.verdict().stableLinks();
        stalledLinks = polled.verdict().stalledLinks();
    }
}
