package ircd.health;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;

/**
 * What must happen now and then beside the polls, one thing after the other: on a thread that has nothing else to do, or
 * on one of its own.
 */
final class Housekeeping implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());

    private record Chore(Runnable task, Duration interval, long due) implements Comparable<Chore> {
        Chore again() {
            return new Chore(task, interval, System.nanoTime() + interval.toNanos());
        }

        @Override
        public int compareTo(Chore other) {
            return Long.signum(due - other.due);
        }
    }

    private final Queue<Chore> chores = new PriorityQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** To be called before it is started or run. A task that throws is said and goes on being run. */
    void every(Duration interval, Runnable task) {
        chores.add(new Chore(task, interval, 0).again());
    }

    /** Runs on a daemon thread of its own. */
    void start() {
        Thread thread = new Thread(this::run, "ircd-health-housekeeping");
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    /** Blocks until it is closed. */
    void run() {
        try {
            for (Chore next = chores.remove();
                    !closed.await(next.due() - System.nanoTime(), NANOSECONDS);
                    next = chores.remove()) {
                guarded(next.task());
                chores.add(next.again());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does; whoever did wants it to end
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) { // the other tasks go on, and so does this one
            sayAtLast(e);
        }
    }

    private static void sayAtLast(Throwable e) {
        try {
            LOG.log(System.Logger.Level.ERROR, "housekeeping failed", e);
        } catch (Throwable logging) {
            // Not even the log works. The next turn may.
        }
    }

    /** Ends it after the task that runs, if one does; does not wait for that. */
    @Override
    public void close() {
        closed.countDown();
    }
}
