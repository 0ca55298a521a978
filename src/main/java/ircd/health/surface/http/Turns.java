package ircd.health.surface.http;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what clients that have been served before can take of an event loop's time, be it by many requests on one connection
 * or by many connections. Whose request is one too many waits for a turn. The turns get half of the loop's time, a piece
 * and then a pause of the same length, however many wait: who comes meanwhile is accepted, shakes hands and is answered in
 * the pauses. All methods belong to the event loop.
 */
final class Turns implements Runnable {
    static final long PIECE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Requests served whenever the loop looks at its sockets, and in a turn: well below a millisecond of work. */
    private static final int AT_ONCE = 64;

    private final EventLoop loop;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int served;
    private boolean pausing;

    Turns(EventLoop loop) {
        this.loop = loop;
    }

    /** The loop looks at its sockets, or a connection has its turn. */
    void begin() {
        served = 0;
    }

    void served() {
        served++;
    }

    /** Whether a client that has been served before has to {@link #await} its turn. */
    boolean areNeeded() {
        return served >= AT_ONCE;
    }

    void await(Runnable turn) {
        waiting.add(turn);
        if (!pausing) {
            pause();
        }
    }

    private void pause() {
        pausing = true;
        loop.schedule(this, PIECE_NANOS, TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
        long begun = loop.ticker().nanoTime();
        try {
            while (!waiting.isEmpty() && loop.ticker().nanoTime() - begun < PIECE_NANOS) {
                begin();
                waiting.remove().run();
            }
        } finally {
            pausing = false;
            if (!waiting.isEmpty()) {
                pause();
            }
        }
    }
}
