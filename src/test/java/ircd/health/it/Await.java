package ircd.health.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Awaitility with the poll interval and the wording of this package. */
final class Await {
    private static final Duration POLL = Duration.ofMillis(50);

    private Await() {}

    /** An AssertionError-like failure names what was waited for; exceptions of the condition are failures at once. */
    static void until(String what, Duration atMost, Callable<Boolean> condition) {
        Awaitility.await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(atMost)
                .until(condition);
    }

    /** As the other; the failure also tells what is seen at its end. */
    static void until(String what, Duration atMost, Callable<Boolean> condition, Supplier<String> seen) {
        try {
            until(what, atMost, condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\n" + seen.get(), e);
        }
    }

    /** For the few places where time itself is what is tested. */
    static void pass(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
