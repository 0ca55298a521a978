package ircd.health.check;

import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Believes that a link is gone only when two readings say so. The kernel lists its hash table block by block, and finds
 * its place again by counting (net/ipv4/tcp_ipv4.c, tcp_seek_last_pos): a socket that leaves a chain between two blocks
 * hides one that stays. A link that is hidden for one poll would have to get stable anew. Not thread-safe.
 */
final class SecondLook {
    private Set<Link.Id> lastSeen = Set.of();

    /**
     * The observation to believe: {@code first}, what was just observed, or another.
     *
     * @param again observes once more; called at most once, and only if a link of the observation before is missing
     */
    S2sObservation at(S2sObservation first, Supplier<S2sObservation> again) {
        S2sObservation believed = hasAll(first) ? first : again.get();
        if (believed instanceof S2sObservation.Seen seen) {
            lastSeen = idsOf(seen);
        }
        return believed;
    }

    /** Nothing is missing in an observation without tables. */
    private boolean hasAll(S2sObservation observation) {
        return !(observation instanceof S2sObservation.Seen seen) || idsOf(seen).containsAll(lastSeen);
    }

    private static Set<Link.Id> idsOf(S2sObservation.Seen seen) {
        return seen.links().stream().map(Link::id).collect(Collectors.toUnmodifiableSet());
    }
}
