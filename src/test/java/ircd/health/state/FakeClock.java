package ircd.health.state;

import ircd.health.kernel.Clock;
import ircd.health.kernel.Now;
import java.time.Duration;
import java.time.Instant;

/** Time goes on when the test says so. */
public final class FakeClock implements Clock {
    private long nanos = 1_000_000_000_000L;

    @Override
    public synchronized Now now() {
        return new Now(Instant.ofEpochSecond(1_800_000_000L).plusNanos(nanos), nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    public synchronized void advance(Duration duration) {
        nanos += duration.toNanos();
    }
}
