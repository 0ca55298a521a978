package ircd.health.surface.prometheus;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs the exchanges of the JDK's HttpServer on a few threads, none of which a client can hold: it reads and writes
 * blocking, from the first byte of a request on. A thread that takes too long is interrupted, which closes the channel
 * that it reads or writes (java.nio.channels.InterruptibleChannel). While others wait, the slowest are interrupted
 * much earlier, those first whose request is not even complete, and the newest is served first: a scrape comes through
 * whatever else is sent.
 */
final class ExchangeExecutor implements Executor, AutoCloseable {
    /** How often slow exchanges are looked for, while there are any exchanges at all. */
    private static final long TICK_NANOS = Duration.ofMillis(10).toNanos();
    /** Shorter than the time between two scrapes: each thread that has answered one holds a buffer of 1 MiB. */
    private static final Duration IDLE_THREAD_LIVES = Duration.ofSeconds(5);

    /**
     * @param threads exchanges at one time
     * @param queued exchanges that may wait for a thread; beyond them the oldest is closed
     * @param deadline for one exchange
     * @param readingGrace for the head of the request, while others wait
     * @param writingGrace for the whole exchange, while others wait
     */
    record Limits(int threads, int queued, Duration deadline, Duration readingGrace, Duration writingGrace) {
        static final Limits DEFAULT =
                new Limits(8, 64, Duration.ofSeconds(5), Duration.ofMillis(10), Duration.ofMillis(500));

        Limits {
            requireNonNull(deadline, "deadline is null");
            requireNonNull(readingGrace, "readingGrace is null");
            requireNonNull(writingGrace, "writingGrace is null");
        }
    }

    private record Running(Thread thread, long startNanos, boolean reading) {}

    private final Limits limits;
    private final Pool pool;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Under the lock, as are the interrupts: none may hit the exchange after the one that it was meant for.
    private final Map<Thread, Running> running = new HashMap<>();
    private boolean closed;

    private ExchangeExecutor(Limits limits) {
        this.limits = requireNonNull(limits, "limits is null");
        this.pool = new Pool();
    }

    static ExchangeExecutor start(Limits limits) {
        ExchangeExecutor executor = new ExchangeExecutor(limits);
        daemon(executor::watch, "ircd-health-metrics-watch").start();
        return executor;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    @Override
    public void execute(Runnable exchange) {
        pool.execute(exchange);
    }

    /** To be called on the exchange's thread: the head of its request is complete. */
    void requestRead() {
        lock.lock();
        try {
            running.computeIfPresent(
                    Thread.currentThread(), (thread, exchange) -> new Running(thread, exchange.startNanos, false));
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        lock.lock();
        try {
            while (!closed) {
                if (running.isEmpty()) {
                    changed.await();
                } else {
                    changed.awaitNanos(TICK_NANOS);
                    interruptSlow(System.nanoTime());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does; whoever did wants the thread to end
        } finally {
            lock.unlock();
        }
    }

    private void interruptSlow(long nowNanos) {
        int waiting = pool.getQueue().size();
        List<Running> slowestFirst = running.values().stream()
                .sorted(comparing(Running::reading)
                        .reversed()
                        .thenComparing((a, b) -> Long.signum(a.startNanos - b.startNanos)))
                .toList();
        for (Running exchange : slowestFirst) {
            Duration taken = Duration.ofNanos(nowNanos - exchange.startNanos);
            Duration grace = exchange.reading ? limits.readingGrace : limits.writingGrace;
            if (taken.compareTo(limits.deadline) >= 0 || (waiting > 0 && taken.compareTo(grace) >= 0)) {
                exchange.thread.interrupt();
                waiting--;
            }
        }
    }

    /** Interrupts what runs; what waits is never run. Its connections are the server's to close. */
    @Override
    public void close() {
        pool.shutdownNow();
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private final class Pool extends ThreadPoolExecutor {
        Pool() {
            super(
                    limits.threads,
                    limits.threads,
                    IDLE_THREAD_LIVES.toMillis(),
                    TimeUnit.MILLISECONDS,
                    new NewestFirst(limits.queued));
            allowCoreThreadTimeOut(true);
            AtomicInteger started = new AtomicInteger();
            setThreadFactory(task -> daemon(task, "ircd-health-metrics-" + started.incrementAndGet()));
            setRejectedExecutionHandler((newest, full) -> {
                if (!isShutdown()) {
                    Runnable oldest = ((NewestFirst) getQueue()).pollLast();
                    execute(newest);
                    if (oldest != null) {
                        refuse(oldest);
                    }
                }
            });
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable exchange) {
            lock.lock();
            try {
                running.put(thread, new Running(thread, System.nanoTime(), true));
                changed.signal();
            } finally {
                lock.unlock();
            }
        }

        @Override
        @SuppressWarnings("Interruption") // the interrupt was for the exchange that is over
        protected void afterExecute(Runnable exchange, Throwable thrown) {
            lock.lock();
            try {
                running.remove(Thread.currentThread());
                Thread.interrupted();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Has the connection of an exchange closed: that is what becomes of it on a thread that is interrupted. */
    private static void refuse(Runnable exchange) {
        Thread.currentThread().interrupt();
        try {
            exchange.run();
        } finally {
            Thread.interrupted();
        }
    }

    private static final class NewestFirst extends LinkedBlockingDeque<Runnable> {
        private static final long serialVersionUID = 1;

        NewestFirst(int capacity) {
            super(capacity);
        }

        @Override
        public boolean offer(Runnable exchange) {
            return offerFirst(exchange);
        }
    }
}
