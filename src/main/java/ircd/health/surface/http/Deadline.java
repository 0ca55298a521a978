package ircd.health.surface.http;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one deadline of a connection, armed anew for each of its phases. Arming for later costs a clock reading and no
 * new task: the task that is waiting finds on waking that it came too soon, and waits for the rest. All methods belong
 * to the connection's event loop.
 */
final class Deadline implements Runnable {
    private final EventExecutor loop;
    private final Runnable expired;
    private boolean armed;
    private long dueNanos;
    private long wakesNanos;
    private @Nullable Future<?> waiting;

    Deadline(EventExecutor loop, Runnable expired) {
        this.loop = loop;
        this.expired = expired;
    }

    void arm(long nanos) {
        armed = true;
        dueNanos = loop.ticker().nanoTime() + nanos;
        if (waiting != null && wakesNanos - dueNanos > 0) {
            waiting.cancel(false);
            waiting = null;
        }
        if (waiting == null) {
            await(nanos);
        }
    }

    /** Lets go of the task: for the end of the connection. */
    void cancel() {
        armed = false;
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
        }
    }

    @Override
    public void run() {
        waiting = null;
        if (!armed) {
            return;
        }
        long rest = dueNanos - loop.ticker().nanoTime();
        if (rest > 0) {
            await(rest);
        } else {
            armed = false;
            expired.run();
        }
    }

    private void await(long nanos) {
        wakesNanos = dueNanos;
        waiting = loop.schedule(this, nanos, TimeUnit.NANOSECONDS);
    }
}
