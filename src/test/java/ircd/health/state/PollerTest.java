package ircd.health.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.check.Observation;
import ircd.health.kernel.Clock;
import ircd.health.verdict.LinkRules;
import ircd.health.verdict.PublicState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PollerTest {
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final PublicState UNKNOWN = new PublicState(false, false, false, false);
    private static final PublicState HEALTHY = new PublicState(true, true, true, true);

    private final FakeClock clock = new FakeClock();
    private final Health health = health(clock);
    private final List<PublicState> answers = new ArrayList<>();
    private Supplier<Observation> check = () -> Observations.HEALTHY;

    @Test
    void aCachedAnswerIsTheLastStateAndJudgesNothing() {
        Poller poller = poller(false);
        poller.ask(answers::add);
        poller.judge();
        poller.ask(answers::add);

        assertEquals(List.of(UNKNOWN, HEALTHY), answers);
        assertEquals(1, health.current().history().polls());
    }

    @Test
    void concurrentLiveRequestsShareOneJudgement() {
        Poller poller = poller(true);
        poller.ask(answers::add);
        poller.ask(answers::add);
        assertEquals(List.of(), answers);

        poller.judge();
        assertEquals(List.of(HEALTHY, HEALTHY), answers);
        assertEquals(1, health.current().history().polls());
    }

    @Test
    void aLiveRequestDuringAJudgementSharesIt() {
        Poller poller = poller(true);
        poller.ask(answers::add);
        check = () -> {
            poller.ask(answers::add);
            return Observations.HEALTHY;
        };
        poller.judge();

        assertEquals(List.of(HEALTHY, HEALTHY), answers);
    }

    @Test
    void aLiveRequestSoonAfterAJudgementWaitsForTheNextOne() {
        Poller poller = poller(true);
        poller.judge();
        clock.advance(Duration.ofMillis(1));
        poller.ask(answers::add);
        assertEquals(List.of(), answers);

        check = () -> Observations.REFUSED;
        poller.judge();
        assertEquals(List.of(new PublicState(false, true, false, true)), answers);
    }

    @Test
    void afterALongJudgementALiveRequestGetsItsStateRatherThanWait() {
        Poller poller = poller(true);
        poller.judge();
        check = () -> {
            clock.advance(Duration.ofMillis(500));
            return Observations.REFUSED;
        };
        poller.judge();
        poller.ask(answers::add);
        assertEquals(1, answers.size(), "the next judgement may start in 4.5 s");

        clock.advance(Duration.ofMillis(4300));
        poller.ask(answers::add);
        assertEquals(1, answers.size(), "the next judgement may start in 200 ms");
    }

    @Test
    void theFirstJudgementsLengthIsNotHeldAgainstTheSecond() {
        Poller poller = poller(true);
        check = () -> {
            clock.advance(Duration.ofMillis(500));
            return Observations.HEALTHY;
        };
        poller.judge();
        poller.ask(answers::add);

        assertEquals(List.of(), answers, "the next judgement may start at once");
    }

    @Test
    void judgementsStartAHundredMillisecondsAndTenLengthsApart() {
        assertEquals(millis(100), Pace.earliest(0, millis(1)));
        assertEquals(millis(100), Pace.earliest(0, millis(10)));
        assertEquals(millis(1310), Pace.earliest(0, millis(131)));
    }

    @Test
    void cachedPollsAtOnceAndLiveAnIntervalLater() {
        assertEquals(7, new Pace(false, INTERVAL).firstDue(7));
        assertEquals(7 + INTERVAL.toNanos(), new Pace(true, INTERVAL).firstDue(7));
        assertEquals(9 + INTERVAL.toNanos(), new Pace(true, INTERVAL).nextDue(9));
    }

    @Test
    void afterAPollLongerThanItsIntervalTheNextIsDueAtOnceAndOnlyOnce() {
        Pace pace = new Pace(false, INTERVAL);
        long start = clock.nanos();
        clock.advance(INTERVAL.multipliedBy(2));
        assertTrue(pace.nextDue(start) < clock.nanos(), "the missed poll is due");

        assertEquals(
                clock.nanos() + INTERVAL.toNanos(), pace.nextDue(clock.nanos()), "and the one missed before is not");
    }

    @Test
    void aPollThatTakesLongerThanAStateIsFreshIsNotActedOn() {
        Poller poller = poller(false);
        check = () -> {
            clock.advance(INTERVAL.multipliedBy(3).plusMillis(1));
            return Observations.HEALTHY;
        };
        poller.judge();

        poller.ask(answers::add);
        assertEquals(List.of(new PublicState(false, false, false, true)), answers);
    }

    @Test
    void itsThreadGoesOnAfterAnError() {
        Health cached = health(Clock.SYSTEM);
        AtomicInteger polls = new AtomicInteger();
        Supplier<Observation> dying = () -> {
            if (polls.getAndIncrement() == 0) {
                throw new StackOverflowError("on purpose");
            }
            return Observations.HEALTHY;
        };
        try (Poller poller = new Poller(dying, cached, false, Duration.ofMillis(1), Clock.SYSTEM)) {
            poller.start();
            Awaitility.await().until(() -> cached.current().history().polls() >= 2);
            assertEquals(1, cached.current().history().pollFailures());
        }
    }

    @Test
    void anErrorInTheCheckInvalidatesTheStateAndTheNextPollMendsIt() {
        Poller poller = poller(true);
        check = () -> {
            throw new AssertionError("on purpose");
        };
        poller.ask(answers::add);
        poller.judge();
        check = () -> Observations.HEALTHY;
        poller.ask(answers::add);
        poller.judge();

        assertEquals(List.of(UNKNOWN, HEALTHY), answers);
        assertEquals(1, health.current().history().pollFailures());
    }

    /** A listener, or the log of a host, may throw anything. */
    @Test
    void itsThreadLivesOnWhateverIsThrown() throws Exception {
        Health live = health(Clock.SYSTEM);
        live.onTransition(transition -> {
            throw new AssertionError("on purpose");
        });
        try (Poller poller = new Poller(() -> Observations.HEALTHY, live, true, Duration.ofHours(1), Clock.SYSTEM)) {
            poller.start();
            for (int request = 0; request < 3; request++) {
                CompletableFuture<PublicState> answer = new CompletableFuture<>();
                poller.ask(failing -> {
                    throw new AssertionError("on purpose");
                });
                poller.ask(answer::complete);
                assertEquals(HEALTHY, answer.get(10, TimeUnit.SECONDS));
            }
        }
    }

    /** A console that asks for a poll must wait for it; the poll that is due must not. */
    @Test
    void whoAsksForAPollDoesNotPutOffTheOneThatIsDue() throws Exception {
        Duration interval = Duration.ofMillis(50);
        AtomicInteger judgements = new AtomicInteger();
        try (Poller poller = new Poller(
                () -> {
                    Awaitility.await().pollDelay(Duration.ofMillis(20)).until(() -> true);
                    judgements.incrementAndGet();
                    return Observations.HEALTHY;
                },
                health(Clock.SYSTEM),
                false,
                interval,
                Clock.SYSTEM)) {
            poller.start();
            Awaitility.await().until(() -> judgements.get() >= 2);
            int before = judgements.get();
            poller.pollNow();
            assertTrue(judgements.get() > before);
            Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> judgements.get() >= before + 3);
        }
    }

    @Test
    void anAnswerThatFailsFailsNobodyElse() {
        Poller poller = poller(true);
        poller.ask(answer -> {
            throw new IllegalStateException("on purpose");
        });
        poller.ask(answers::add);
        poller.judge();

        assertEquals(List.of(HEALTHY), answers);
    }

    @Test
    void itsThreadJudgesWhenAskedAndEndsWhenClosed() throws Exception {
        AtomicInteger judgements = new AtomicInteger();
        Health live = health(Clock.SYSTEM);
        Poller poller = new Poller(
                () -> {
                    judgements.incrementAndGet();
                    return Observations.HEALTHY;
                },
                live,
                true,
                Duration.ofHours(1),
                Clock.SYSTEM);
        try (poller) {
            poller.start();
            CompletableFuture<PublicState> answer = new CompletableFuture<>();
            poller.ask(answer::complete);
            assertEquals(HEALTHY, answer.get(10, TimeUnit.SECONDS));
            poller.pollNow();
            assertEquals(2, judgements.get());
        }
        assertThrows(IllegalStateException.class, poller::pollNow);
        assertFalse(threadsNamed("ircd-health-poller"));
    }

    @Test
    void itsThreadPollsAtOnceInCachedMode() {
        Health cached = health(Clock.SYSTEM);
        try (Poller poller = new Poller(() -> Observations.HEALTHY, cached, false, Duration.ofHours(1), Clock.SYSTEM)) {
            poller.start();
            Awaitility.await().until(() -> cached.current().history().polls() == 1);
            assertTrue(threadsNamed("ircd-health-poller"));
        }
    }

    private static boolean threadsNamed(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(name));
    }

    private Poller poller(boolean live) {
        return new Poller(() -> check.get(), health, live, INTERVAL, clock);
    }

    private static Health health(Clock clock) {
        LinkRules rules = new LinkRules(1, Duration.ZERO, Duration.ofSeconds(30));
        return new Health(clock, rules, INTERVAL.multipliedBy(3), new MaintenanceFile(null));
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
