package ircd.health.verdict;

import ircd.health.kernel.Now;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A sign that was seen in every poll since a moment.
 *
 * @param sinceNanos monotonic time of the first poll that saw it
 * @param polls how many polls in a row saw it
 */
record Streak(long sinceNanos, int polls) {
    /** The streak with this poll; null when the sign is not seen now, which breaks it. */
    static @Nullable Streak next(@Nullable Streak previous, boolean seenNow, Now now) {
        if (!seenNow) {
            return null;
        }
        return previous == null ? new Streak(now.nanos(), 1) : new Streak(previous.sinceNanos, previous.polls + 1);
    }

    static boolean lasted(@Nullable Streak streak, Duration duration, int minPolls, Now now) {
        return streak != null
                && streak.polls >= minPolls
                && now.since(streak.sinceNanos).compareTo(duration) >= 0;
    }
}
