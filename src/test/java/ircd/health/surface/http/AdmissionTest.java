package ircd.health.surface.http;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import ircd.health.state.EndpointStats;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who goes when there is no place left. A channel stands for a connection; it never says anything. */
class AdmissionTest {
    private static final int ATTACKERS = 1_000;

    private final EndpointStats stats = new EndpointStats();

    @Test
    void aThousandAddressesThatReopenWithoutPauseNeverDisplaceAProbe() {
        Admission admission = new Admission(2 * ATTACKERS, 64, stats);
        open(admission, 2 * ATTACKERS, ATTACKERS);
        Channel probe = admitted(admission, probe());
        open(admission, 100 * ATTACKERS, ATTACKERS);
        assertTrue(probe.isOpen());
        assertEquals(100L * ATTACKERS + 1, displaced());
    }

    @Test
    void aProbeOutlivesAsManyNewcomersAsThereArePlacesHoweverManyAddressesTheyComeFrom() {
        Admission admission = new Admission(100, 64, stats);
        open(admission, 100, 100);
        Channel probe = admitted(admission, probe());
        for (int i = 0; i < 99; i++) {
            admitted(admission, attacker(100 + i));
        }
        assertTrue(probe.isOpen());
        admitted(admission, attacker(199));
        assertFalse(probe.isOpen());
    }

    @Test
    void connectionsThatAreServedAndThenHeldOpenLeaveHalfOfThePlacesToThoseInTheirHandshake() {
        Admission admission = new Admission(100, 64, stats);
        for (int i = 0; i < 100; i++) {
            serve(admission, new EmbeddedChannel(), attacker(i % 50));
        }
        List<Channel> silent = open(admission, 50, 50);
        assertTrue(silent.stream().allMatch(Channel::isOpen));
        Channel probe = admitted(admission, probe());
        assertFalse(silent.get(0).isOpen());
        open(admission, 1_000, 49);
        assertTrue(probe.isOpen());
    }

    @Test
    void ofThoseServedWhoHoldsManyMakesRoomAndNotWhoHasBeenIdleLongest() {
        Admission admission = new Admission(10, 64, stats);
        Channel balancer = new EmbeddedChannel();
        serve(admission, balancer, probe());
        List<Channel> held = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            held.add(new EmbeddedChannel());
            serve(admission, held.get(i), attacker(1));
        }
        admitted(admission, attacker(2));
        assertTrue(balancer.isOpen());
        assertFalse(held.get(0).isOpen());
    }

    /** As in live mode, where a request waits for its judgement: else requests without pause would keep everybody out. */
    @Test
    void whoAlwaysHasRequestsInHandMakesRoomBeforeWhoHoldsFewer() {
        Admission admission = new Admission(5, 64, stats);
        Channel balancer = new EmbeddedChannel();
        serve(admission, balancer, probe());
        List<Channel> busy = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            busy.add(new EmbeddedChannel());
            ask(admission, busy.get(i), attacker(i / 2));
        }
        ask(admission, new EmbeddedChannel(), attacker(2));
        ask(admission, new EmbeddedChannel(), attacker(3));
        assertEquals(List.of(false, true, false, true), areOpen(busy));
        assertTrue(balancer.isOpen());
    }

    @Test
    void whileAllHaveARequestInHandTheNewcomerOfWhoHoldsMostGoes() {
        Admission admission = new Admission(3, 64, stats);
        List<Channel> busy = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            busy.add(new EmbeddedChannel());
            ask(admission, busy.get(i), attacker(i / 2));
        }
        assertNull(admission.admit(new EmbeddedChannel(), attacker(0)));
        assertEquals(List.of(true, true, true), areOpen(busy));
        assertEquals(1, stats.refusedByReason().get("too-many-connections"));
        admitted(admission, attacker(1));
        assertEquals(List.of(false, true, true), areOpen(busy));
    }

    @Test
    void everyPlaceIsGivenBack() {
        Admission admission = new Admission(100, 64, stats);
        List<Channel> opened = open(admission, 500, 70);
        assertEquals(100, stats.connectionsOpen());
        opened.forEach(Channel::close);
        assertEquals(0, stats.connectionsOpen());
        assertTrue(open(admission, 100, 70).stream().allMatch(Channel::isOpen));
    }

    @Test
    void whoIsTurnedAwayWaitsOnlyWhereThereIsRoom() {
        Admission admission = new Admission(3, 1, stats);
        admitted(admission, attacker(1));
        List<Channel> refused = List.of(new EmbeddedChannel(), new EmbeddedChannel(), new EmbeddedChannel());
        refused.forEach(channel -> {
            assertNull(admission.admit(channel, attacker(1)));
            admission.turnAway(channel);
        });
        assertEquals(List.of(true, true, false), areOpen(refused));

        Channel newcomer = admitted(admission, probe());
        assertEquals(List.of(false, true, false), areOpen(refused));

        admission.close(refused.get(1));
        assertEquals(List.of(false, false, false), areOpen(refused));
        assertTrue(newcomer.isOpen());
        assertEquals(2, stats.connectionsOpen());
    }

    @Test
    void whoIsTurnedAwayGoesBeforeAnyElseWhenDescriptorsAreShort() {
        Admission admission = new Admission(3, 1, stats);
        Channel admitted = admitted(admission, attacker(1));
        Channel refused = new EmbeddedChannel();
        assertNull(admission.admit(refused, attacker(1)));
        admission.turnAway(refused);

        admission.makeRoom(1);

        assertEquals(List.of(true, false), areOpen(List.of(admitted, refused)));
    }

    private static List<Boolean> areOpen(List<Channel> channels) {
        return channels.stream().map(Channel::isOpen).toList();
    }

    /** So many silent connections, each from the next of the addresses. */
    private static List<Channel> open(Admission admission, int count, int addresses) {
        List<Channel> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(admitted(admission, attacker(i % addresses)));
        }
        return opened;
    }

    private static Channel admitted(Admission admission, InetAddress from) {
        Channel channel = new EmbeddedChannel();
        requireNonNull(admission.admit(channel, from), "not admitted");
        return channel;
    }

    private static void serve(Admission admission, Channel channel, InetAddress from) {
        ask(admission, channel, from).idle();
    }

    private static Admission.Slot ask(Admission admission, Channel channel, InetAddress from) {
        Admission.Slot slot = requireNonNull(admission.admit(channel, from), "not admitted");
        slot.busy();
        admission.proven(slot);
        return slot;
    }

    private long displaced() {
        return stats.refusedByReason().get("displaced");
    }

    private static InetAddress probe() {
        return address(203, 1);
    }

    private static InetAddress attacker(int number) {
        return address(10, number);
    }

    private static InetAddress address(int first, int number) {
        byte[] bytes = {(byte) first, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
