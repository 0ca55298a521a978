package ircd.health;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One daemon thread for what must happen now and then beside the polls. */
final class Housekeeping implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "ircd-health-housekeeping");
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    });

    /** A task that throws is said and goes on being run. */
    void every(Duration interval, Runnable task) {
        executor.scheduleWithFixedDelay(
                () -> guarded(task), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) { // an executor would drop a task that throws, and say nothing
            LOG.log(System.Logger.Level.ERROR, "housekeeping failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
