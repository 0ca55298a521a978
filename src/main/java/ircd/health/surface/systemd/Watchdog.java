package ircd.health.surface.systemd;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long the service manager waits for a sign of life before it restarts the service.
 *
 * @param asksForMore whether that is more than it was set to, so that it has to be asked for
 */
record Watchdog(Duration patience, boolean asksForMore) {
    private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());

    private static final String USEC = "WATCHDOG_USEC";
    private static final String PID = "WATCHDOG_PID";

    Watchdog {
        requireNonNull(patience, "patience is null");
    }

    /**
     * As sd_watchdog_enabled(3) reads the environment; null if nobody watches this process. What is no number is said.
     *
     * @param needed the longest silence of a service that is well: a watchdog that is shorter would restart it again and
     *     again
     */
    static @Nullable Watchdog of(Map<String, String> environment, long ownPid, Duration needed) {
        String microseconds = environment.getOrDefault(USEC, "");
        String pid = environment.getOrDefault(PID, "");
        if (microseconds.isEmpty()) {
            return null;
        }
        Duration set;
        try {
            if (!pid.isEmpty() && Long.parseLong(pid) != ownPid) {
                return null;
            }
            set = Duration.of(Long.parseLong(microseconds), ChronoUnit.MICROS);
        } catch (NumberFormatException e) {
            LOG.log(WARNING, "no watchdog: " + USEC + "=" + microseconds + ", " + PID + "=" + pid + ": not numbers");
            return null;
        }
        if (set.isZero() || set.isNegative()) {
            LOG.log(WARNING, "no watchdog: " + USEC + "=" + microseconds + ": must be above 0");
            return null;
        }
        if (set.compareTo(needed) >= 0) {
            return new Watchdog(set, false);
        }
        LOG.log(
                INFO,
                "WatchdogSec=" + set.toSeconds() + " is too short for --poll-interval and the timeouts of a check: "
                        + needed.toSeconds() + " s are asked for instead");
        return new Watchdog(needed, true);
    }

    /** To be sent when the service is ready. */
    String request() {
        return USEC + "=" + patience.toNanos() / 1_000;
    }
}
