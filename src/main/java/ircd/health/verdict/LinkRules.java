package ircd.health.verdict;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What makes links enough.
 *
 * @param minLinks links needed, at least 1
 * @param stableDuration the age from which a link is stable
 * @param stallDuration for how long a link must show the signs of a stall to be stalled; zero for never
 */
public record LinkRules(int minLinks, Duration stableDuration, Duration stallDuration) {
    public LinkRules {
        requireNonNull(stableDuration, "stableDuration is null");
        requireNonNull(stallDuration, "stallDuration is null");
        if (minLinks < 1) {
            throw new IllegalArgumentException("minLinks must be at least 1: " + minLinks);
        }
    }
}
