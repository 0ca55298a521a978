package ircd.health.state;

import ircd.health.verdict.PublicState;
import java.util.function.Consumer;

/** Where an answer to "is this host healthy?" comes from. */
@FunctionalInterface
public interface HealthSource {
    /**
     * Calls back exactly once and never blocks: at once on the calling thread, or later from the poller's thread (live
     * mode).
     */
    void ask(Consumer<PublicState> answer);
}
