package ircd.health.state;

import static java.util.Objects.requireNonNull;

import ircd.health.check.Observation;
import ircd.health.kernel.Clock;
import ircd.health.kernel.Now;
import ircd.health.verdict.PublicState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The thread that judges: every interval, and in live mode when a request asks. All judgements are made on it, one at a
 * time; requests that come meanwhile share the one that runs or the next one.
 */
public final class Poller implements HealthSource, AutoCloseable {
    /** Judgements start at least so far apart, however many ask. */
    public static final Duration SMALLEST_GAP = Pace.SMALLEST_GAP;

    private static final System.Logger LOG = System.getLogger(Poller.class.getName());
    /** How long a live request waits for a judgement to start: load balancers give up after a second or two. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static final Duration LONGEST_WAIT_OF_POLL = Duration.ofMinutes(2);
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(250);

    private final Supplier<Observation> check;
    private final Health health;
    private final Pace pace;
    private final Clock clock;
    private final Thread thread = new Thread(this::run, "ircd-health-poller");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All below: guarded by the lock.
    private final List<Consumer<PublicState>> waiting = new ArrayList<>();
    private boolean first = true;
    private boolean judging;
    private boolean closed;
    private long due;
    private long earliest;

    /** @param check observes, blocking; it is called on the poller's thread only */
    public Poller(Supplier<Observation> check, Health health, boolean live, Duration interval, Clock clock) {
        this.check = requireNonNull(check, "check is null");
        this.health = requireNonNull(health, "health is null");
        this.pace = new Pace(live, interval);
        this.clock = requireNonNull(clock, "clock is null");
        this.earliest = clock.nanos();
        this.due = pace.firstDue(earliest);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
    }

    public void start() {
        thread.start();
    }

    /**
     * In cached mode the last state, at once. In live mode the state judged now: by the judgement that runs, or by one
     * that may start soon. After a long judgement (a daemon that hangs) the next one must wait longer than a load
     * balancer would, and the state just judged is the answer.
     */
    @Override
    public void ask(Consumer<PublicState> answer) {
        if (pace.live() && joinJudgement(answer, PATIENCE)) {
            return;
        }
        answer.accept(publicState());
    }

    /**
     * Blocks until a judgement that runs, or the next one that may start, is done.
     *
     * @throws IllegalStateException if none was done within two minutes, or the poller is closed
     */
    public void pollNow() {
        CompletableFuture<PublicState> judged = new CompletableFuture<>();
        if (!joinJudgement(judged::complete, Duration.ofDays(1))) {
            throw new IllegalStateException("the poller is closed");
        }
        try {
            judged.get(LONGEST_WAIT_OF_POLL.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a judgement", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no judgement was made within " + LONGEST_WAIT_OF_POLL, e);
        }
    }

    /** False if no judgement runs and none may start within {@code patience}. */
    private boolean joinJudgement(Consumer<PublicState> answer, Duration patience) {
        lock.lock();
        try {
            if (closed || (!judging && earliest - clock.nanos() > patience.toNanos())) {
                return false;
            }
            waiting.add(answer);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaitTurn()) {
            try {
                judge();
            } catch (Throwable e) { // thrown by what failed already: only the thread must live on
                sayAtLast(e);
            }
        }
    }

    /** False when the poller is closed. */
    private boolean awaitTurn() {
        lock.lock();
        try {
            while (!closed) {
                long now = clock.nanos();
                long wait = waiting.isEmpty() ? due - now : Math.min(due - now, earliest - now);
                if (wait <= 0) {
                    judging = true;
                    return true;
                }
                changed.awaitNanos(wait);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does; whoever did wants the thread to end
        } finally {
            lock.unlock();
        }
        return false;
    }

    /** Makes one judgement, publishes it and answers all who wait for it, whatever fails on the way. */
    void judge() {
        Now now = clock.now();
        try {
            observe(now);
        } finally {
            answer(judged(now));
        }
    }

    private void observe(Now now) {
        try {
            Observation seen = check.get();
            health.polled(now, seen, now.until(clock.nanos()));
        } catch (Throwable e) { // an Error must not end the polling: better a host out of rotation than a stale one
            if (health.pollFailed(now, now.until(clock.nanos()))) {
                LOG.log(System.Logger.Level.ERROR, "the check failed; not routable until it succeeds", e);
            }
        }
    }

    /** Ends the judgement that began at {@code now}; those who wait for it. */
    private List<Consumer<PublicState>> judged(Now now) {
        lock.lock();
        try {
            judging = false;
            due = pace.nextDue(now.nanos());
            // The first one loads and compiles what the others use: its length tells nothing of theirs.
            earliest = Pace.earliest(now.nanos(), first ? 0 : clock.nanos() - now.nanos());
            first = false;
            return takeWaiting();
        } finally {
            lock.unlock();
        }
    }

    private List<Consumer<PublicState>> takeWaiting() {
        List<Consumer<PublicState>> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    private void answer(List<Consumer<PublicState>> answered) {
        PublicState state = publicState();
        for (Consumer<PublicState> answer : answered) {
            try {
                answer.accept(state);
            } catch (Throwable e) { // the others wait for theirs
                LOG.log(System.Logger.Level.WARNING, "an answer could not be given", e);
            }
        }
    }

    private static void sayAtLast(Throwable e) {
        try {
            LOG.log(System.Logger.Level.ERROR, "a judgement could not be ended", e);
        } catch (Throwable logging) {
            // Not even the log works. The next turn may.
        }
    }

    private PublicState publicState() {
        return health.current().verdict().publicState();
    }

    /** Ends the thread and answers who still waits; blocks for a quarter of a second at the most. */
    @Override
    public void close() {
        List<Consumer<PublicState>> answered;
        lock.lock();
        try {
            closed = true;
            answered = takeWaiting();
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answer(answered);
    }
}
