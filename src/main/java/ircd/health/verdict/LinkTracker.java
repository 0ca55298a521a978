package ircd.health.verdict;

import ircd.health.check.Link;
import ircd.health.kernel.Now;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Follows links from poll to poll: their age, and since when they show the signs of a stall. */
final class LinkTracker {
    /** Unread bytes are normal at any one instant; only polls that never see the queue empty tell a reader that hangs. */
    private static final int MIN_UNREAD_POLLS = 3;

    private LinkTracker() {}

    /** A link that {@code previous} does not have is new, with age zero; one that is not seen any more is forgotten. */
    static List<TrackedLink> next(List<TrackedLink> previous, List<Link> seen, Now now, LinkRules rules) {
        Map<Link.Id, TrackedLink> known = previous.stream()
                .collect(Collectors.toMap(tracked -> tracked.link().id(), Function.identity()));
        return seen.stream()
                .map(link -> next(known.get(link.id()), link, now, rules))
                .toList();
    }

    private static TrackedLink next(@Nullable TrackedLink previous, Link link, Now now, LinkRules rules) {
        long firstSeen = previous == null ? now.nanos() : previous.firstSeenNanos();
        Duration age = now.since(firstSeen);
        Streak sendingFails = Streak.next(previous == null ? null : previous.sendingFails(), link.sendingFails(), now);
        Streak unread = Streak.next(previous == null ? null : previous.unread(), link.unreadBytes() > 0, now);
        Duration stall = rules.stallDuration();
        boolean stalled = !stall.isZero()
                && (Streak.lasted(sendingFails, stall, 1, now) || Streak.lasted(unread, stall, MIN_UNREAD_POLLS, now));
        boolean stable = age.compareTo(rules.stableDuration()) >= 0;
        return new TrackedLink(link, firstSeen, age, sendingFails, unread, stable, stalled);
    }
}
