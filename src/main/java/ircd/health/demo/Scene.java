package ircd.health.demo;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;

/**
 * One event of a story.
 *
 * @param at from the start on
 * @param said to the newcomer when it happens: what it is, and what to watch
 */
public record Scene(Duration at, String said, Event event) {
    /** What is done. */
    public interface Event {
        void happen() throws IOException;
    }

    public Scene {
        requireNonNull(at, "at is null");
        requireNonNull(said, "said is null");
        requireNonNull(event, "event is null");
    }
}
