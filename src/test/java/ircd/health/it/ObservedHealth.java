package ircd.health.it;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks every 100 ms (or as fast as it is answered) and remembers every answer, so that a test can say "never". */
final class ObservedHealth implements AutoCloseable {
    private static final long PERIOD_MILLIS = 100;

    private final long originNanos = System.nanoTime();
    private final List<HealthAnswer> answers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService sampler =
            Executors.newSingleThreadScheduledExecutor(task -> daemonThread(task));

    private ObservedHealth(Supplier<HealthAnswer> question) {
        requireNonNull(question, "question is null");
        sampler.scheduleAtFixedRate(() -> answers.add(question.get()), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    static ObservedHealth of(ServiceProcess service) {
        return new ObservedHealth(service.client()::ask);
    }

    /** Every question on a new connection. */
    static ObservedHealth anewOf(ServiceProcess service) {
        return new ObservedHealth(service.client()::askAnew);
    }

    List<HealthAnswer> answers() {
        return List.copyOf(answers);
    }

    /** Fails if an answer that was asked for and given between the two times had that status, or if there was none. */
    void assertNever(int status, long fromNanos, long toNanos) {
        List<HealthAnswer> within = answers.stream()
                .filter(answer -> answer.isWithin(fromNanos, toNanos))
                .toList();
        String when = "between %d and %d ms".formatted(millis(fromNanos), millis(toNanos));
        if (within.isEmpty()) {
            throw new AssertionError("nothing was observed " + when + "\n" + history());
        }
        assertNone(within, answer -> answer.status() == status, status + " " + when);
    }

    /** Fails if any request went without an answer, or if there was no request at all. */
    void assertNoneFailed() {
        if (answers.isEmpty()) {
            throw new AssertionError("nothing was observed");
        }
        assertNone(answers, HealthAnswer::failed, "failed");
    }

    /** All answers, one line each, in milliseconds since the observation began. */
    String history() {
        return answers.stream().map(answer -> answer.describe(originNanos)).collect(joining("\n"));
    }

    /** Blocks until the request that is under way has ended. */
    @Override
    public void close() {
        end();
    }

    /** The same for the middle of a test: nothing is asked after it. */
    void end() {
        sampler.shutdown();
        try {
            if (!sampler.awaitTermination(20, TimeUnit.SECONDS)) {
                sampler.shutdownNow();
            }
        } catch (InterruptedException e) {
            sampler.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void assertNone(List<HealthAnswer> among, Predicate<HealthAnswer> unwanted, String what) {
        List<HealthAnswer> found = among.stream().filter(unwanted).toList();
        if (!found.isEmpty()) {
            throw new AssertionError("%d of %d answers: %s\nfirst: %s\nall:\n%s"
                    .formatted(found.size(), among.size(), what, found.get(0).describe(originNanos), history()));
        }
    }

    private long millis(long nanos) {
        return Duration.ofNanos(nanos - originNanos).toMillis();
    }

    private static Thread daemonThread(Runnable task) {
        Thread thread = new Thread(task, "observer of /health");
        thread.setDaemon(true);
        return thread;
    }
}
