package ircd.health.kernel;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * One reading of both clocks, taken once per poll and passed on as a value.
 *
 * @param wall the wall clock, for display only: it can be stepped forward and back
 * @param nanos the monotonic clock in nanoseconds ({@link System#nanoTime()}): every duration comes from it
 */
public record Now(Instant wall, long nanos) {
    public Now {
        requireNonNull(wall, "wall is null");
    }

    /** The monotonic time from this reading to a later one. */
    public Duration until(long laterNanos) {
        return Duration.ofNanos(laterNanos - nanos);
    }

    /** The monotonic time that went by since {@code earlierNanos}. */
    public Duration since(long earlierNanos) {
        return Duration.ofNanos(nanos - earlierNanos);
    }
}
