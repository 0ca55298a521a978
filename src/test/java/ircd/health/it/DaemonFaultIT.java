package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.EnumSource;

/** The daemon itself stops, or hangs with its ports open and its link up. */
@EnumSource(NetworkKind.class)
final class DaemonFaultIT extends OverRealDaemons {
    private static final Duration STABLE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration SLACK = Duration.ofSeconds(2);
    /** Requests may share a judgement for ten times its length. */
    private static final Duration LIVE_SHARED = Duration.ofSeconds(1);

    private static final Duration LONG_FROZEN = Duration.ofSeconds(3);

    /** A check that runs into its timeout of 500 ms keeps live mode from the next one for ten times as long. */
    private static final Duration TEN_TIMEOUTS = Duration.ofSeconds(5);

    @Test
    void aStoppedDaemonIs503UntilItIsBackAndItsLinkStable() {
        try (ServiceProcess service = warm("live");
                ObservedHealth observed = ObservedHealth.of(service)) {
            daemons().hub().stop();
            HealthAnswer stopped = service.awaitStatus(503, SLACK);
            long down = System.nanoTime();
            daemons().hub().start();
            long linkAsked = System.nanoTime();
            daemons().link();
            HealthAnswer again = service.awaitStatus(200, STABLE.plus(POLL));

            observed.end();
            again.assertNotBefore(linkAsked + STABLE.toNanos());
            assertEquals(HealthBody.of(false, false, true), stopped.body());
            observed.assertNever(200, down, linkAsked + STABLE.toNanos());
            observed.assertNoneFailed();
        }
    }

    /**
     * Its kernel goes on completing handshakes, so whoever only connects finds nothing wrong: until the accept queue is
     * full, after 11 checks with ngIRCd. The first judgement must know.
     */
    @Test
    void aFrozenDaemonIs503AtTheFirstLiveJudgementUntilItIsThawed() {
        try (ServiceProcess service = warm("live")) {
            daemons().hub().freeze();
            Await.pass(LIVE_SHARED);
            assertFrozenUntilThawed(service, service.health(), TEN_TIMEOUTS.plus(POLL));
        }
    }

    @Test
    void aFrozenDaemonIs503WithinTwoPollsInCachedModeUntilItIsThawed() {
        try (ServiceProcess service = warm("cached")) {
            daemons().hub().freeze();
            HealthAnswer frozen = service.awaitStatus(503, POLL.multipliedBy(2).plus(SLACK));
            assertFrozenUntilThawed(service, frozen, POLL.multipliedBy(2).plus(SLACK));
        }
    }

    @Test
    void theServiceEndsAtSigterm() {
        ServiceProcess service = ServiceProcess.watching(daemons());

        int exitCode = service.stop();

        assertTrue(exitCode == 0 || exitCode == 143, "exit code " + exitCode);
        assertFalse(service.output().contains("\tat "), service.output());
    }

    private void assertFrozenUntilThawed(ServiceProcess service, HealthAnswer first, Duration thawedWithin) {
        assertEquals(503, first.status());
        assertTrue(first.body().startsWith("{\"clientValid\": false"), first.body());
        try (ObservedHealth observed = ObservedHealth.of(service)) {
            Await.pass(LONG_FROZEN);
            long thawing = System.nanoTime();
            daemons().hub().thaw();
            HealthAnswer thawed = service.awaitStatus(200, thawedWithin);

            observed.end();
            assertEquals(HealthBody.of(true, true, true), thawed.body());
            observed.assertNever(200, first.answeredNanos(), thawing);
            observed.assertNoneFailed();
        }
    }

    private ServiceProcess warm(String mode) {
        ServiceProcess service = ServiceProcess.watching(
                daemons(),
                "--mode",
                mode,
                "--poll-interval",
                "5",
                "--stable-duration",
                String.valueOf(STABLE.toSeconds()));
        try {
            service.awaitBody(HealthBody.of(true, true, true), Duration.ofSeconds(20));
            return service;
        } catch (AssertionError e) {
            service.close();
            throw e;
        }
    }
}
