package ircd.health.it;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request and its outcome. What it says was judged at some moment between the two times.
 *
 * @param askedNanos {@link System#nanoTime()} before the request
 * @param answeredNanos {@link System#nanoTime()} after the answer, or after its failure
 * @param status the HTTP status; 0 when there was no answer
 * @param failure why there was no answer; null when there was one
 */
record HealthAnswer(long askedNanos, long answeredNanos, int status, String body, @Nullable String failure) {
    HealthAnswer {
        requireNonNull(body, "body is null");
    }

    boolean failed() {
        return failure != null;
    }

    /** Asked and answered between the two times, so that whatever it says was judged between them. */
    boolean isWithin(long fromNanos, long toNanos) {
        return askedNanos - fromNanos >= 0 && toNanos - answeredNanos >= 0;
    }

    /** Fails if this was answered before the time. */
    void assertNotBefore(long nanos) {
        if (answeredNanos - nanos < 0) {
            throw new AssertionError("%d ms too early: %d %s"
                    .formatted(Duration.ofNanos(nanos - answeredNanos).toMillis(), status, body));
        }
    }

    String describe(long originNanos) {
        Duration asked = Duration.ofNanos(askedNanos - originNanos);
        Duration took = Duration.ofNanos(answeredNanos - askedNanos);
        return "%7d ms, in %4d ms: %s"
                .formatted(asked.toMillis(), took.toMillis(), failed() ? failure : status + " " + body);
    }
}
