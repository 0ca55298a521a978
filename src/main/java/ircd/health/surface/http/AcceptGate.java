package ircd.health.surface.http;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.concurrent.TimeUnit;

/**
 * Stands before the acceptor: lets connections in or closes them, and keeps the listener alive when accepting fails
 * (as a rule because the process has no descriptor left). Netty's own way would be a stack trace in the log each second.
 */
final class AcceptGate extends ChannelInboundHandlerAdapter {
    static final AttributeKey<Admission.Slot> SLOT = AttributeKey.valueOf(AcceptGate.class, "slot");
    static final long PAUSE_MILLIS = 100;
    static final long TURNED_AWAY_MILLIS = 1_000;

    private static final System.Logger LOG = System.getLogger(AcceptGate.class.getName());
    /** Room for the probes that arrive during one pause. */
    private static final int DISPLACED_PER_PAUSE = 16;
    /** Failures closer together than this are one incident, which is said once. */
    private static final long SAME_INCIDENT_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Admission admission;
    private boolean hasFailed;
    private long lastFailureNanos;

    AcceptGate(Admission admission) {
        this.admission = admission;
        // The JDK reads its time zones when the first log line is written. If no descriptor were left by then, it would
        // never log again, and throw an Error on this thread.
        LOG.log(DEBUG, "Local time is {0}", ZonedDateTime.now(ZoneId.systemDefault()));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Channel child = (Channel) message;
        // Null when the client has gone again already.
        InetSocketAddress client = (InetSocketAddress) child.remoteAddress();
        Admission.Slot slot = client == null ? null : admission.admit(child, client.getAddress());
        if (slot == null) {
            turnAway(ctx, child);
        } else {
            child.attr(SLOT).set(slot);
            ctx.fireChannelRead(message);
        }
    }

    private void turnAway(ChannelHandlerContext ctx, Channel child) {
        if (admission.turnAway(child)) {
            ctx.executor().schedule(() -> admission.close(child), TURNED_AWAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        admission.closeTurnedAway();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ChannelConfig config = ctx.channel().config();
        if (config.isAutoRead()) {
            config.setAutoRead(false);
            ctx.executor().schedule(() -> config.setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        admission.makeRoom(DISPLACED_PER_PAUSE);
        say(ctx.channel(), cause);
    }

    private void say(Channel listener, Throwable cause) {
        long now = System.nanoTime();
        boolean sameIncident = hasFailed && now - lastFailureNanos < SAME_INCIDENT_NANOS;
        hasFailed = true;
        lastFailureNanos = now;
        LOG.log(
                sameIncident ? DEBUG : WARNING,
                "Cannot accept connections on {0} ({1}); goes on as soon as it can",
                listener.localAddress(),
                cause.getMessage());
    }
}
