package ircd.health.surface.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.check.ClientReason;
import ircd.health.check.Observation;
import ircd.health.check.S2sObservation;
import ircd.health.state.FakeClock;
import ircd.health.state.Health;
import ircd.health.state.MaintenanceFile;
import ircd.health.state.Observations;
import ircd.health.verdict.LinkRules;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NotifierTest {
    private static final Observation ALONE = Observations.of(ClientReason.OK, new S2sObservation.NotWanted());
    private static final Duration FRESH_FOR = Duration.ofSeconds(45);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeClock clock = new FakeClock();
    private final FakeManager manager = new FakeManager();
    private final Health health = new Health(
            clock, new LinkRules(1, Duration.ofSeconds(10), Duration.ZERO), FRESH_FOR, new MaintenanceFile(null));

    @Test
    void itIsReadyWhenItHasPolledAndNotBefore() {
        notifier(null);
        health.enterMaintenance("kernel update");
        assertEquals(List.of(), manager.heard());

        poll(ALONE);
        poll(ALONE);
        assertEquals(
                List.of("STATUS=not routable; maintenance: kernel update; clients: ok; server links: ok", "READY=1"),
                manager.heard());
    }

    @Test
    void aPollThatFailedMakesItReadyToo() {
        notifier(null);
        health.pollFailed(clock.now(), Duration.ZERO);

        assertEquals(List.of("READY=1 | STATUS=not routable; clients: error; server links: error"), manager.heard());
    }

    @Test
    void theStatusIsToldWheneverItChanges() {
        notifier(null);
        poll(Observations.HEALTHY);
        manager.heard();
        poll(Observations.HEALTHY);
        assertEquals(List.of(), manager.heard());

        clock.advance(Duration.ofSeconds(10));
        poll(Observations.HEALTHY);
        poll(Observations.REFUSED);
        clock.advance(FRESH_FOR.plus(SECOND));
        health.expire();
        assertEquals(
                List.of(
                        "STATUS=routable; clients: ok; server links: ok, 1 of 1 stable",
                        "STATUS=not routable; clients: refused; server links: ok, 1 of 1 stable",
                        "STATUS=not routable; clients: stale; server links: stale, 1 of 1 stable"),
                manager.heard());
    }

    @Test
    void eachPollIsASignOfLifeButOneASecondWillDo() {
        notifier(new Watchdog(Duration.ofMinutes(1), false));
        poll(ALONE);
        assertTrue(manager.heard().contains("READY=1 | WATCHDOG=1"));

        clock.advance(Duration.ofMillis(999));
        poll(ALONE);
        assertEquals(List.of(), manager.heard());

        clock.advance(Duration.ofMillis(1));
        poll(ALONE);
        clock.advance(SECOND);
        health.pollFailed(clock.now(), Duration.ZERO);
        assertEquals(
                2,
                manager.heard().stream().filter(m -> m.contains("WATCHDOG=1")).count());
    }

    @Test
    void whatIsNoPollIsNoSignOfLife() {
        notifier(new Watchdog(Duration.ofMinutes(1), false));
        poll(ALONE);
        manager.heard();
        clock.advance(FRESH_FOR.plus(SECOND));
        health.expire();
        health.enterMaintenance("lunch");

        assertEquals(List.of("STATUS=not routable; clients: stale; server links: stale"), manager.heard());
    }

    @Test
    void aWatchdogThatIsTooShortIsAskedForMore() {
        notifier(new Watchdog(Duration.ofMillis(15_500), true));
        poll(ALONE);

        assertTrue(manager.heard().contains("READY=1 | WATCHDOG_USEC=15500000 | WATCHDOG=1"));
    }

    @Test
    void whatWasLostIsToldWithTheNextPoll() {
        notifier(new Watchdog(Duration.ofMinutes(1), false));
        manager.deaf = true;
        poll(ALONE);
        manager.deaf = false;
        poll(ALONE);

        assertEquals(List.of("READY=1 | WATCHDOG=1 | STATUS=routable; clients: ok; server links: ok"), manager.heard());
    }

    @Test
    void theEndIsToldWithTheTimeThatItTakes() {
        Notifier notifier = notifier(null);
        poll(ALONE);
        manager.heard();
        health.drainForGood("SIGTERM: the service ends in 60 s");
        notifier.ending(Duration.ofSeconds(60));
        notifier.close();
        notifier.close();
        poll(Observations.REFUSED);

        assertEquals(
                List.of(
                        "STATUS=not routable; maintenance: SIGTERM: the service ends in 60 s; clients: ok; server links: ok",
                        "STOPPING=1 | EXTEND_TIMEOUT_USEC=70000000",
                        "STOPPING=1 | STATUS=the service ends"),
                manager.heard());
    }

    @Test
    void aReasonOfManyLinesIsOneAndNotTooLong() {
        notifier(null);
        health.enterMaintenance("a\nREADY=1\n" + "x".repeat(5_000));
        poll(ALONE);

        String message = manager.heard().get(0);
        assertTrue(message.startsWith("STATUS=not routable; maintenance: a READY=1 xxx"), message);
        assertTrue(message.length() < 400, message);
    }

    private void poll(Observation seen) {
        health.polled(clock.now(), seen, Duration.ofMillis(3));
    }

    private Notifier notifier(@Nullable Watchdog watchdog) {
        Notifier notifier = new Notifier(manager, "/run/notify", watchdog, health);
        health.onTransition(transition -> notifier.changed());
        health.onPoll(notifier::polled);
        return notifier;
    }
}
