package ircd.health.surface.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExchangeExecutorTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private ExchangeExecutor executor;

    @AfterEach
    void close() {
        executor.close();
    }

    private void start(int threads, int queued, Duration deadline, Duration readingGrace) {
        executor = ExchangeExecutor.start(
                new ExchangeExecutor.Limits(threads, queued, deadline, readingGrace, Duration.ofHours(1)));
    }

    /** Waits for as long as it is let. */
    private Runnable exchange(String name, CountDownLatch started) {
        return () -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                told.add(name + " interrupted");
            }
        };
    }

    private void execute(String name) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        executor.execute(exchange(name, started));
        started.await();
    }

    @Test
    void anExchangeThatTakesTooLongIsInterrupted() throws InterruptedException {
        start(1, 1, Duration.ofMillis(50), NEVER);

        execute("slow");

        assertEquals("slow interrupted", told.take());
    }

    @Test
    void withAThreadToSpareAnExchangeMayUseItsWholeDeadline() throws InterruptedException {
        start(2, 1, NEVER, Duration.ZERO);

        execute("slow");
        executor.execute(() -> told.add("other"));

        assertEquals("other", told.take());
        assertNull(told.poll(100, TimeUnit.MILLISECONDS));
    }

    @Test
    void whenAllThreadsAreBusyTheSlowestMakesWay() throws InterruptedException {
        start(2, 1, NEVER, Duration.ofMillis(50));

        execute("first");
        execute("second");
        executor.execute(() -> told.add("newcomer"));

        assertEquals("first interrupted", told.take());
        assertEquals("newcomer", told.take());
    }

    @Test
    void oneThatHasSentItsRequestDoesNotMakeWayForOneThatHasNot() throws InterruptedException {
        start(2, 1, NEVER, Duration.ofMillis(50));

        CountDownLatch read = new CountDownLatch(1);
        executor.execute(() -> {
            executor.requestRead();
            exchange("served", read).run();
        });
        read.await();
        execute("half-sent");
        executor.execute(() -> told.add("newcomer"));

        assertEquals("half-sent interrupted", told.take());
        assertEquals("newcomer", told.take());
    }

    @Test
    void theNewestIsServedFirstAndTheOldestClosedWhenTooManyWait() throws InterruptedException {
        start(1, 2, NEVER, NEVER);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        executor.execute(() -> {
            started.countDown();
            awaitQuietly(end);
        });
        started.await();

        for (String name : List.of("oldest", "older", "newest")) {
            executor.execute(() -> told.add(name + (Thread.currentThread().isInterrupted() ? " closed" : " served")));
        }
        boolean callerInterrupted = Thread.interrupted();
        end.countDown();

        assertEquals("oldest closed", told.take());
        assertEquals("newest served", told.take());
        assertEquals("older served", told.take());
        assertFalse(callerInterrupted);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anInterruptDoesNotReachTheNextExchangeOfTheThread() throws InterruptedException {
        start(1, 1, Duration.ofMillis(50), NEVER);
        executor.execute(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            told.add("deaf");
        });
        assertEquals("deaf", told.take());

        executor.execute(() -> told.add("interrupted: " + Thread.currentThread().isInterrupted()));

        assertEquals("interrupted: false", told.take());
    }

    @Test
    void itsThreadsAreNamedDaemonsWithoutAClassLoader() throws InterruptedException {
        start(1, 1, NEVER, NEVER);

        executor.execute(() -> {
            Thread thread = Thread.currentThread();
            told.add(thread.getName() + " " + thread.isDaemon() + " " + thread.getContextClassLoader());
        });

        assertEquals("ircd-health-metrics-1 true null", told.take());
    }

    @Test
    void closingTwiceIsClosingOnceAndNothingRunsAfterwards() {
        start(1, 1, NEVER, NEVER);

        executor.close();
        executor.close();
        executor.execute(() -> told.add("after"));

        assertTrue(told.isEmpty());
    }
}
