package ircd.health.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.check.ClientReason;
import ircd.health.check.Observation;
import ircd.health.verdict.LinkRules;
import ircd.health.verdict.PublicState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
    private static final Duration FRESH_FOR = Duration.ofSeconds(45);
    private static final Duration TOOK = Duration.ofMillis(5);

    @TempDir
    Path directory;

    private final FakeClock clock = new FakeClock();
    private final List<String> told = new ArrayList<>();
    private Health health;

    @BeforeEach
    void create() {
        health = new Health(
                clock,
                new LinkRules(1, Duration.ZERO, Duration.ofSeconds(30)),
                FRESH_FOR,
                new MaintenanceFile(directory.resolve("drained")));
        health.onTransition(transition -> told.add(transition.sequence() + " " + transition));
    }

    @Test
    void beforeTheFirstPollAllIsFalse() {
        assertEquals(new PublicState(false, false, false, false), state());
        assertNull(health.current().polledAtEpochSeconds());
        assertNull(health.current().lastTransitionEpochSeconds());
    }

    @Test
    void everyChangeIsToldOnceAndInOrder() {
        poll(Observations.HEALTHY);
        poll(Observations.HEALTHY);
        poll(Observations.REFUSED);

        assertEquals(
                List.of(
                        "1 ClientValid: false -> true (ok)",
                        "2 S2sValid: false -> true (ok)",
                        "3 Warm: false -> true (stable)",
                        "4 Routable: false -> true (ok)",
                        "5 ClientValid: true -> false (refused)",
                        "6 Routable: true -> false (refused)"),
                told);
        assertEquals(6, health.current().history().transitions());
    }

    @Test
    void theLastHundredTransitionsAreKept() {
        for (int i = 0; i < 60; i++) {
            poll(Observations.HEALTHY);
            poll(Observations.REFUSED);
        }
        List<Transition> kept = health.current().history().lastTransitions();

        assertEquals(242, health.current().history().transitions());
        assertEquals(
                LongStream.rangeClosed(143, 242).boxed().toList(),
                kept.stream().map(Transition::sequence).toList());
    }

    @Test
    void aStateThatIsTooOldIsNotActedOn() {
        poll(Observations.HEALTHY);
        clock.advance(FRESH_FOR);
        assertEquals(new PublicState(true, true, true, true), state());

        clock.advance(Duration.ofNanos(1));
        assertEquals(new PublicState(false, false, false, true), state());
        assertEquals("stale", health.current().verdict().routableReason());
    }

    @Test
    void growingTooOldIsATransitionToo() {
        poll(Observations.HEALTHY);
        clock.advance(FRESH_FOR.plusSeconds(1));
        told.clear();
        health.expire();
        health.expire();

        assertEquals(
                List.of(
                        "5 ClientValid: true -> false (stale)",
                        "6 S2sValid: true -> false (stale)",
                        "7 Routable: true -> false (stale)"),
                told);
        assertEquals(1, health.current().history().polls());
    }

    @Test
    void aFreshStateDoesNotExpire() {
        poll(Observations.HEALTHY);
        told.clear();
        health.expire();

        assertEquals(List.of(), told);
        assertTrue(state().routable());
    }

    @Test
    void afterAPollAgainItIsFresh() {
        poll(Observations.HEALTHY);
        clock.advance(FRESH_FOR.multipliedBy(2));
        poll(Observations.HEALTHY);

        assertTrue(state().routable());
    }

    @Test
    void aPollThatFailsInvalidatesAllAndKeepsTheLinks() {
        poll(Observations.HEALTHY);

        assertTrue(health.pollFailed(clock.now(), TOOK), "first");
        assertFalse(health.pollFailed(clock.now(), TOOK), "first");
        assertEquals(new PublicState(false, false, false, true), state());
        assertEquals("error", health.current().verdict().routableReason());
        assertEquals(1, health.current().verdict().links().size());
    }

    @Test
    void failuresAreCountedByReason() {
        poll(Observations.HEALTHY);
        poll(Observations.REFUSED);
        poll(Observations.REFUSED);
        poll(Observations.UNREADABLE);
        health.pollFailed(clock.now(), TOOK);
        History history = health.current().history();

        assertEquals(2, history.clientFailures().get(ClientReason.REFUSED));
        assertEquals(1, history.clientFailures().get(ClientReason.ERROR));
        assertEquals(0, history.clientFailures().get(ClientReason.TIMEOUT));
        assertEquals(5, history.polls());
        assertEquals(2, history.pollFailures());
    }

    @Test
    void theMaintenanceFileDrainsAtTheNextPoll() throws IOException {
        poll(Observations.HEALTHY);
        Files.createFile(directory.resolve("drained"));
        poll(Observations.HEALTHY);
        assertEquals(new PublicState(true, true, false, true), state());

        Files.delete(directory.resolve("drained"));
        poll(Observations.HEALTHY);
        assertEquals(new PublicState(true, true, true, true), state());
    }

    @Test
    void aMaintenanceFileWhoseDirectoryIsMissingDrainsNobody() {
        Health elsewhere = new Health(
                clock,
                new LinkRules(1, Duration.ZERO, Duration.ofSeconds(30)),
                FRESH_FOR,
                new MaintenanceFile(directory.resolve("no such directory").resolve("drained")));
        elsewhere.polled(clock.now(), Observations.HEALTHY, TOOK);

        assertTrue(elsewhere.current().verdict().routable());
    }

    @Test
    void anOperatorDrainsAtOnceAndForAsLongAsTheySay() {
        poll(Observations.HEALTHY);
        health.enterMaintenance("upgrade");
        assertFalse(state().routable());
        poll(Observations.HEALTHY);
        assertFalse(state().routable());
        assertEquals("upgrade", health.current().maintenanceReason());

        assertTrue(health.leaveMaintenance());
        assertTrue(state().routable());
        assertNull(health.current().maintenanceReason());
    }

    @Test
    void anOperatorCannotLeaveTheMaintenanceOfTheFile() throws IOException {
        Files.createFile(directory.resolve("drained"));
        poll(Observations.HEALTHY);

        assertFalse(health.leaveMaintenance());
        assertFalse(state().routable());
    }

    @Test
    void nobodyBringsBackAHostWhoseServiceEnds() {
        poll(Observations.HEALTHY);
        health.drainForGood("the end");
        assertFalse(health.leaveMaintenance());
        health.enterMaintenance("something else");
        assertFalse(health.leaveMaintenance());

        poll(Observations.HEALTHY);
        assertFalse(state().routable());
        assertTrue(state().clientValid() && state().s2sValid() && state().warm());
    }

    @Test
    void aListenerThatFailsFailsNobodyElse() {
        health.onTransition(transition -> {
            throw new IllegalStateException("on purpose");
        });
        List<Transition> others = new ArrayList<>();
        health.onTransition(others::add);

        poll(Observations.HEALTHY);

        assertEquals(4, others.size());
        assertTrue(state().routable());
    }

    private void poll(Observation seen) {
        health.polled(clock.now(), seen, TOOK);
    }

    private PublicState state() {
        return health.current().verdict().publicState();
    }
}
