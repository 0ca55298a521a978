package ircd.health;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started, to be closed in reverse order. */
final class Closers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Closers.class.getName());

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T closeable) {
        started.push(closeable);
        return closeable;
    }

    /** Closes everything, whatever fails on the way; idempotent. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Throwable e) { // whatever fails, the others are closed
                LOG.log(System.Logger.Level.WARNING, "could not be closed", e);
            }
        }
    }
}
