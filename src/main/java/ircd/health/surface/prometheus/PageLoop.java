package ircd.health.surface.prometheus;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Accepts, reads, answers and closes, all on one thread that waits for nobody. In each round it takes what has come,
 * then answers every request that is complete: a scrape that arrives whole is answered in the round that accepts it,
 * whatever else is open. Equal requests of one round share one answer, which was made after all of them had come, so
 * that a crowd costs as much as one. When all places are taken the oldest connection makes way for the newest.
 */
final class PageLoop implements Runnable, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PageLoop.class.getName());
    /** Until files are free again, when even the listener gets none. */
    private static final long ACCEPT_FAILED_NANOS = Duration.ofMillis(10).toNanos();

    private final ServerSocketChannel listener;
    private final Selector selector;
    private final PageServer.Limits limits;
    private final Answerer answerer;
    /** Oldest first. All have the same time to live, so the first is also the first that is overdue. */
    private final Deque<PageConnection> open = new ArrayDeque<>();

    private final List<PageConnection> asked = new ArrayList<>();
    private volatile boolean ended;

    PageLoop(ServerSocketChannel listener, Selector selector, PageServer.Limits limits, Answerer answerer) {
        this.listener = requireNonNull(listener, "listener is null");
        this.selector = requireNonNull(selector, "selector is null");
        this.limits = requireNonNull(limits, "limits is null");
        this.answerer = requireNonNull(answerer, "answerer is null");
    }

    @Override
    public void run() {
        try (this) {
            while (!ended) {
                selector.select(this::ready, millisToNextDeadline());
                answerAll();
                closeOverdue();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of the selector itself: nothing can be done about it
        }
    }

    /** The loop ends soon after; any thread may call it. */
    void end() {
        ended = true;
        selector.wakeup();
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof PageConnection connection) {
            proceed(connection);
        } else {
            acceptAll();
        }
    }

    /** Half the places at most, so that no connection makes way in the round that accepts it. */
    private void acceptAll() {
        try {
            for (int i = 0; i < Math.max(1, limits.connections() / 2); i++) {
                SocketChannel channel = listener.accept();
                if (channel == null) {
                    return;
                }
                accepted(channel);
            }
        } catch (IOException | RuntimeException | Error e) { // for want of files or memory, as a rule
            LOG.log(DEBUG, "cannot accept: {0}", e);
            LockSupport.parkNanos(ACCEPT_FAILED_NANOS);
        }
    }

    private void accepted(SocketChannel channel) throws IOException {
        forgetClosed();
        if (open.size() >= limits.connections()) {
            open.removeFirst().close();
        }
        long deadlineNanos = System.nanoTime() + limits.deadline().toNanos();
        PageConnection connection = PageConnection.accept(channel, selector, deadlineNanos);
        open.addLast(connection);
        proceed(connection);
    }

    private void proceed(PageConnection connection) {
        attempt(connection, () -> {
            if (connection.proceed()) {
                asked.add(connection);
            }
        });
    }

    private void answerAll() {
        Map<String, byte[]> answers = new HashMap<>();
        for (PageConnection connection : asked) {
            attempt(
                    connection,
                    () -> connection.answer(answers.computeIfAbsent(connection.request(), answerer::answer)));
        }
        asked.clear();
    }

    private interface Step {
        void take() throws IOException;
    }

    /** What fails ends this connection, never the thread: there is no other, and a host may end when one of its ends so. */
    private static void attempt(PageConnection connection, Step step) {
        try {
            step.take();
        } catch (IOException e) {
            connection.close(); // the client is gone
        } catch (RuntimeException | Error e) {
            connection.close();
            LOG.log(WARNING, "a connection to the metrics failed", e);
        }
    }

    private long millisToNextDeadline() {
        PageConnection oldest = forgetClosed();
        if (oldest == null) {
            return 0; // which is for ever
        }
        long nanos = oldest.deadlineNanos() - System.nanoTime();
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    }

    private void closeOverdue() {
        PageConnection oldest = forgetClosed();
        while (oldest != null && oldest.deadlineNanos() - System.nanoTime() <= 0) {
            oldest.close();
            oldest = forgetClosed();
        }
    }

    /** The oldest that is open. Those that were closed in the middle of the queue are forgotten when they are many. */
    private @Nullable PageConnection forgetClosed() {
        while (!open.isEmpty() && !open.getFirst().isOpen()) {
            open.removeFirst();
        }
        if (open.size() >= limits.connections()) {
            open.removeIf(connection -> !connection.isOpen());
        }
        return open.peekFirst();
    }

    /** On the loop's own thread, or when it was never started. */
    @Override
    public void close() throws IOException {
        open.forEach(PageConnection::close);
        listener.close();
        selector.close(); // also lets go of the sockets that were closed since the last round
    }
}
