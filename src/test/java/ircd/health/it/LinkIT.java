package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.EnumSource;

/** The link between two real daemons comes, goes and flaps. */
@EnumSource(NetworkKind.class)
final class LinkIT extends OverRealDaemons {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** A judgement may be shared by requests for ten times its own length, and a busy machine is slow. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration STABLE = Duration.ofSeconds(2);
    private static final Duration LONG_STABLE = Duration.ofSeconds(5);

    @Test
    void aColdStartIs503UntilTheFirstLinkAndWarmOnceItIsStable() {
        daemons().unlink();
        try (ServiceProcess service = watching("live", STABLE)) {
            HealthAnswer unlinked = service.awaitStatus(503, SOON);
            long linkAsked = System.nanoTime();
            daemons().link();
            HealthAnswer warming = service.awaitStatus(200, SOON);
            HealthAnswer warm = awaitBody(service, HealthBody.of(true, true, true));

            assertEquals(HealthBody.of(true, false, false), unlinked.body());
            assertEquals(HealthBody.of(true, true, false), warming.body());
            warm.assertNotBefore(linkAsked + STABLE.toNanos());
        }
    }

    @Test
    void aDroppedLinkIs503UntilANewOneIsStable() {
        try (ServiceProcess service = watching("live", STABLE)) {
            awaitBody(service, HealthBody.of(true, true, true));
            try (ObservedHealth observed = ObservedHealth.of(service)) {
                daemons().unlink();
                assertEquals(
                        HealthBody.of(true, false, true),
                        service.awaitStatus(503, GRACE).body());
                long dropped = System.nanoTime();
                daemons().link();
                HealthAnswer again = service.awaitStatus(200, SOON);

                observed.end();
                again.assertNotBefore(dropped + STABLE.toNanos());
                observed.assertNever(200, dropped, dropped + STABLE.toNanos());
                observed.assertNoneFailed();
            }
        }
    }

    @Test
    void aFlappingLinkIsNever200WhileYoungerThanTheStableDuration() {
        try (ServiceProcess service = watching("live", LONG_STABLE)) {
            awaitBody(service, HealthBody.of(true, true, true));
            List<long[]> young = new ArrayList<>();
            try (ObservedHealth observed = ObservedHealth.of(service)) {
                for (int flap = 0; flap < 3; flap++) {
                    daemons().unlink();
                    long unlinked = System.nanoTime();
                    daemons().link();
                    young.add(new long[] {unlinked + GRACE.toNanos(), unlinked + LONG_STABLE.toNanos()});
                    Await.pass(Duration.ofSeconds(1));
                }
                HealthAnswer steady = service.awaitStatus(200, SOON);

                observed.end();
                for (long[] window : young) {
                    steady.assertNotBefore(window[1]);
                    observed.assertNever(200, window[0], window[1]);
                }
            }
        }
    }

    @Test
    void aDroppedLinkIs503WithinAPollInCachedMode() {
        try (ServiceProcess service = watching("cached", STABLE)) {
            awaitBody(service, HealthBody.of(true, true, true));
            daemons().unlink();

            HealthAnswer dropped =
                    service.awaitStatus(503, Duration.ofSeconds(5).plus(GRACE));

            assertEquals(HealthBody.of(true, false, true), dropped.body());
        }
    }

    private ServiceProcess watching(String mode, Duration stable) {
        return ServiceProcess.watching(
                daemons(),
                "--mode",
                mode,
                "--poll-interval",
                "5",
                "--stable-duration",
                String.valueOf(stable.toSeconds()));
    }

    private static HealthAnswer awaitBody(ServiceProcess service, String body) {
        return service.awaitBody(body, SOON.plusSeconds(10));
    }
}
