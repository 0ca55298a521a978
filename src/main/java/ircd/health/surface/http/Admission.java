package ircd.health.surface.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import ircd.health.state.EndpointStats;
import ircd.health.state.Refusal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who may hold a connection. Over the bound of one address the newcomer goes; at the bound of all, the oldest
 * connection that has not yet sent a whole request makes room, and if there is none the one that has been idle longest:
 * neither silent connections nor such as are merely kept open can keep real clients out.
 */
final class Admission {
    /** One admitted connection. */
    static final class Slot {
        /** Since when it has had no request in hand; {@link #BUSY} while it has, and before its first one. */
        private static final long BUSY = Long.MAX_VALUE;

        private final Channel channel;
        private final long address;
        private volatile long idleSinceNanos = BUSY;

        private Slot(Channel channel, long address) {
            this.channel = channel;
            this.address = address;
        }

        /** Its last answer is on its way, whether or not the client takes it. */
        void idle() {
            idleSinceNanos = System.nanoTime();
        }

        /** A request has come. */
        void busy() {
            idleSinceNanos = BUSY;
        }

        private boolean isIdle() {
            return idleSinceNanos != BUSY;
        }
    }

    private final int maxInAll;
    private final int maxPerAddress;
    private final EndpointStats stats;
    private final Set<Slot> open = new HashSet<>();
    private final Map<Long, Integer> perAddress = new HashMap<>();
    /** Oldest first. */
    private final LinkedHashSet<Slot> unproven = new LinkedHashSet<>();

    Admission(int maxInAll, int maxPerAddress, EndpointStats stats) {
        this.maxInAll = maxInAll;
        this.maxPerAddress = maxPerAddress;
        this.stats = stats;
    }

    /** Null: the newcomer is to be closed. The slot is given back by itself when the channel closes. */
    synchronized @Nullable Slot admit(Channel channel, InetAddress from) {
        long address = AddressKey.of(from);
        if (perAddress.getOrDefault(address, 0) >= maxPerAddress) {
            stats.refused(Refusal.TOO_MANY_FROM_ADDRESS);
            return null;
        }
        if (open.size() >= maxInAll && !displaceOldest()) {
            stats.refused(Refusal.TOO_MANY_CONNECTIONS);
            return null;
        }
        Slot slot = new Slot(channel, address);
        open.add(slot);
        unproven.add(slot);
        perAddress.merge(address, 1, Integer::sum);
        stats.opened();
        channel.closeFuture().addListener(closed -> release(slot));
        return slot;
    }

    /** The connection has sent a whole request: it is no longer the first to go. */
    synchronized void proven(Slot slot) {
        unproven.remove(slot);
    }

    /** Displaces some of the oldest; the younger half may be about to send its requests, and stays. */
    synchronized void makeRoom(int atMost) {
        for (int left = Math.min(atMost, unproven.size() / 2); left > 0; left--) {
            displaceOldest();
        }
    }

    private boolean displaceOldest() {
        Slot oldest = unproven.isEmpty() ? longestIdle() : unproven.iterator().next();
        if (oldest == null) {
            return false;
        }
        release(oldest);
        stats.refused(Refusal.DISPLACED);
        abort(oldest.channel);
        return true;
    }

    /** Looks at all of them, some microseconds: only who comes when the house is full pays for it. */
    private @Nullable Slot longestIdle() {
        long now = System.nanoTime();
        return open.stream()
                .filter(Slot::isIdle)
                .max(Comparator.comparingLong(slot -> now - slot.idleSinceNanos))
                .orElse(null);
    }

    /** The channels open at this moment. */
    synchronized List<Channel> channels() {
        return open.stream().map(slot -> slot.channel).toList();
    }

    /** Blocks until no connection is open or the time is over. */
    synchronized void awaitNone(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); !open.isEmpty() && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized void release(Slot slot) {
        if (open.remove(slot)) {
            unproven.remove(slot);
            perAddress.computeIfPresent(slot.address, (address, count) -> count > 1 ? count - 1 : null);
            stats.closed();
            notifyAll();
        }
    }

    /** Closes without a word: past the TLS handler, which would say goodbye first and might have to wait for it. */
    static void abort(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first == null) {
            channel.close();
        } else {
            first.close();
        }
    }
}
