package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class HousekeepingTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    @Test
    void aTaskThatThrowsIsRunAgainAndDoesNotKeepTheOthersFromIt() throws InterruptedException {
        CountDownLatch thrown = new CountDownLatch(3);
        CountDownLatch done = new CountDownLatch(3);
        try (Housekeeping housekeeping = new Housekeeping()) {
            housekeeping.every(SHORT, () -> {
                thrown.countDown();
                throw new AssertionError("a task that fails, for the log");
            });
            housekeeping.every(SHORT, done::countDown);
            housekeeping.start();

            assertTrue(thrown.await(5, TimeUnit.SECONDS));
            assertTrue(done.await(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void whoRunsItIsFreeWhenItIsClosed() {
        Housekeeping housekeeping = new Housekeeping();
        housekeeping.every(SHORT, housekeeping::close);

        housekeeping.run();
    }

    @Test
    void nothingRunsBeforeItsTime() {
        AtomicInteger early = new AtomicInteger();
        Housekeeping housekeeping = new Housekeeping();
        housekeeping.every(Duration.ofDays(1), early::incrementAndGet);
        housekeeping.every(SHORT, housekeeping::close);

        housekeeping.run();

        assertEquals(0, early.get());
    }
}
