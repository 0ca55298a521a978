package ircd.health.verdict;

import static java.util.Objects.requireNonNull;

import ircd.health.check.Link;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A link with what earlier polls knew of it.
 *
 * @param firstSeenNanos monotonic time of the first poll that saw it
 * @param age from the first poll that saw it to the last
 * @param sendingFails since when its far end has answered nothing; null if it does
 * @param unread since when the local daemon has left bytes unread; null if it reads
 * @param stable as old as the rules ask for
 * @param stalled open, but for so long without carrying data that it does not count
 */
public record TrackedLink(
        Link link,
        long firstSeenNanos,
        Duration age,
        @Nullable Streak sendingFails,
        @Nullable Streak unread,
        boolean stable,
        boolean stalled) {
    public TrackedLink {
        requireNonNull(link, "link is null");
        requireNonNull(age, "age is null");
    }
}
