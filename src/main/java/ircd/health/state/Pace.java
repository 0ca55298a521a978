package ircd.health.state;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When the next judgement may start, and when it must: pure arithmetic on the monotonic clock.
 *
 * @param live whether requests ask for judgements (otherwise only the interval does)
 * @param interval the time between two polls; in live mode, the time without any after which one is made unasked
 */
record Pace(boolean live, Duration interval) {
    /** Judgements start at least so far apart, however many ask. */
    static final Duration SMALLEST_GAP = Duration.ofMillis(100);
    /** And at least so many times their own length: they cost a tenth of a core at most. */
    static final int GAP_IN_LENGTHS = 10;

    Pace {
        requireNonNull(interval, "interval is null");
    }

    /** The first poll nobody asked for: at once, or in live mode an interval after the start. */
    long firstDue(long startNanos) {
        return live ? startNanos + interval.toNanos() : startNanos;
    }

    long nextDue(long lastStartNanos) {
        return lastStartNanos + interval.toNanos();
    }

    /** The earliest start of the next one that somebody asks for. */
    static long earliest(long lastStartNanos, long lastLengthNanos) {
        return lastStartNanos + Math.max(SMALLEST_GAP.toNanos(), GAP_IN_LENGTHS * lastLengthNanos);
    }
}
