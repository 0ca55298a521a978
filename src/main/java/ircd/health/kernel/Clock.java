package ircd.health.kernel;

import java.time.Instant;

/** Where {@link Now} comes from; tests pass their own. */
public interface Clock {
    Clock SYSTEM = new Clock() {
        @Override
        public Now now() {
            return new Now(Instant.now(), nanos());
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    Now now();

    /** The monotonic half of {@link #now()}, without an object. */
    long nanos();
}
