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
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who may hold a connection. Over the bound of one client the newcomer goes. At the bound of all one makes room that has
 * not yet sent a whole request: the oldest of the client that has most of them, so that whoever opens many displaces
 * their own, however fast, and not a probe in its handshake. Half of all places are for these; when they have fewer,
 * one that has sent a request makes room instead: that of the client with most connections, the one idle longest, or if
 * none of them is idle the oldest. So neither silent connections nor such as are kept open, nor such as always have a
 * request in hand, can keep real clients out.
 */
final class Admission {
    /** One admitted connection. */
    static final class Slot {
        /** For {@link #idleSinceNanos}: a request is in hand, or none has come yet. */
        private static final long BUSY = Long.MAX_VALUE;

        private final Channel channel;
        private final Client client;
        private final long number;
        private volatile long idleSinceNanos = BUSY;
        /** Has sent a whole request. */
        private boolean proven;

        private Slot(Channel channel, Client client, long number) {
            this.channel = channel;
            this.client = client;
            this.number = number;
        }

        /** Its last answer is on its way, whether or not the client takes it. */
        void idle() {
            idleSinceNanos = System.nanoTime();
        }

        /** A request has come. */
        void busy() {
            idleSinceNanos = BUSY;
        }

        private boolean isBusy() {
            return idleSinceNanos == BUSY;
        }

        /** Of a client's connections that have sent a request the one with the highest rank goes first. */
        private long rank(long nowNanos) {
            long since = idleSinceNanos;
            return since == BUSY ? Long.MIN_VALUE / 2 - number : nowNanos - since;
        }
    }

    /** What one address, see {@link AddressKey}, holds. */
    private static final class Client {
        private static final Comparator<Client> MOST_UNPROVEN_THEN_OLDEST = Comparator.comparingInt(
                        (Client client) -> -client.unproven.size())
                .thenComparingLong(client -> client.oldestUnproven().number);

        private final long address;
        private int open;
        /** Oldest first. */
        private final LinkedHashSet<Slot> unproven = new LinkedHashSet<>(2);

        private Client(long address) {
            this.address = address;
        }

        private Slot oldestUnproven() {
            return unproven.iterator().next();
        }
    }

    private final int maxInAll;
    private final int maxPerAddress;
    private final EndpointStats stats;
    private final Set<Slot> open = new HashSet<>();
    private final TurnedAway turnedAway = new TurnedAway();
    private final Map<Long, Client> clients = new HashMap<>();
    /** Those that have any unproven connection; the first one has to make room. */
    private final TreeSet<Client> unprovenClients = new TreeSet<>(Client.MOST_UNPROVEN_THEN_OLDEST);

    private int unproven;
    private long admitted;

    Admission(int maxInAll, int maxPerAddress, EndpointStats stats) {
        this.maxInAll = maxInAll;
        this.maxPerAddress = maxPerAddress;
        this.stats = stats;
    }

    /** Null: the newcomer is to be {@link #turnAway turned away}. The slot is given back by itself when the channel closes. */
    synchronized @Nullable Slot admit(Channel channel, InetAddress from) {
        long address = AddressKey.of(from);
        Client client = clients.get(address);
        if (client != null && client.open >= maxPerAddress) {
            stats.refused(Refusal.TOO_MANY_FROM_ADDRESS);
            return null;
        }
        if (isFull() && !turnedAway.closeOldest() && !displaceOneFor(client)) {
            stats.refused(Refusal.TOO_MANY_CONNECTIONS);
            return null;
        }
        client = clients.computeIfAbsent(address, Client::new);
        Slot slot = new Slot(channel, client, admitted++);
        open.add(slot);
        client.open++;
        addUnproven(slot);
        stats.opened();
        channel.closeFuture().addListener(closed -> release(slot));
        return slot;
    }

    /** False: there is no place in which it could wait. */
    synchronized boolean turnAway(Channel refused) {
        if (isFull()) {
            refused.unsafe().closeForcibly();
            return false;
        }
        turnedAway.add(refused);
        return true;
    }

    /** After its wait. */
    synchronized void close(Channel refused) {
        turnedAway.close(refused);
    }

    synchronized void closeTurnedAway() {
        turnedAway.closeAll();
    }

    private boolean isFull() {
        return open.size() + turnedAway.size() >= maxInAll;
    }

    /** The connection has sent a whole request: it is no longer the first to go. */
    synchronized void proven(Slot slot) {
        slot.proven = true;
        removeUnproven(slot);
    }

    /** Displaces some that are unproven; half of them may be about to send their requests, and stay. */
    synchronized void makeRoom(int atMost) {
        turnedAway.closeAll();
        for (int left = Math.min(atMost, unproven / 2); left > 0; left--) {
            displace(firstToGoFor(null));
        }
    }

    private boolean displaceOneFor(@Nullable Client newcomer) {
        Slot goes = unproven > 0 && unproven >= maxInAll / 2 ? firstToGoFor(newcomer) : provenToGoFor(newcomer);
        if (goes == null && unproven > 0) {
            goes = firstToGoFor(newcomer);
        }
        if (goes == null) {
            return false;
        }
        displace(goes);
        return true;
    }

    /** The newcomer counts already: one more of an address that has as many as all others is one too many. */
    private Slot firstToGoFor(@Nullable Client newcomer) {
        Client most = unprovenClients.first();
        if (newcomer != null && newcomer.unproven.size() + 1 > most.unproven.size()) {
            most = newcomer;
        }
        return most.oldestUnproven();
    }

    private void displace(Slot slot) {
        release(slot);
        stats.refused(Refusal.DISPLACED);
        abort(slot.channel);
    }

    /**
     * Null if there is none, or if all of the client with most connections have a request in hand and the newcomer would
     * make its own the one with most. Looks at all of them: only who comes when the house is full pays for it.
     */
    private @Nullable Slot provenToGoFor(@Nullable Client newcomer) {
        long now = System.nanoTime();
        Slot goes = null;
        long rank = 0;
        for (Slot slot : open) {
            if (!slot.proven || (goes != null && slot.client.open < goes.client.open)) {
                continue;
            }
            long itsRank = slot.rank(now);
            if (goes == null || slot.client.open > goes.client.open || itsRank > rank) {
                goes = slot;
                rank = itsRank;
            }
        }
        if (goes == null || newcomer == null) {
            return goes;
        }
        return goes.isBusy() && newcomer.open >= goes.client.open ? null : goes;
    }

    /** A client's place among the others depends on what changes here. */
    private void addUnproven(Slot slot) {
        Client client = slot.client;
        if (!client.unproven.isEmpty()) {
            unprovenClients.remove(client);
        }
        client.unproven.add(slot);
        unproven++;
        unprovenClients.add(client);
    }

    private void removeUnproven(Slot slot) {
        Client client = slot.client;
        if (client.unproven.contains(slot)) {
            unprovenClients.remove(client);
            client.unproven.remove(slot);
            unproven--;
            if (!client.unproven.isEmpty()) {
                unprovenClients.add(client);
            }
        }
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
            removeUnproven(slot);
            if (--slot.client.open == 0) {
                clients.remove(slot.client.address);
            }
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
