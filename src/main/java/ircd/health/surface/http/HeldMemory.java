package ircd.health.surface.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that clients make us hold, all of them together: heads and TLS records that stop half-way, requests that wait
 * for their turn, answers that nobody takes. Without a bound there would be none left to read a probe's request into.
 */
final class HeldMemory {
    /** Whoever holds no more than this is never in the way: a probe's request and its answer are smaller. */
    static final int SMALL = 2 * 1024;

    /**
     * With a heap of 32 MB, as of the launcher, the JVM allows as much outside of it. This is a quarter, and 4096 connections
     * that hold little another.
     */
    static final long MOST = 8 * 1024 * 1024;

    private final AtomicLong bytes = new AtomicLong();

    /** A connection that held {@code before} octets holds {@code now}. False if that is too much, and it has to go. */
    boolean changed(int before, int now) {
        return bytes.addAndGet(now - before) <= MOST || now <= SMALL;
    }
}
