package ircd.health.check;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one client check saw.
 *
 * @param took from the start of the connect to the decision
 * @param acceptBacklog connections that wait for the daemon's accept(), over all listeners of the port; -1 if no
 *     listener is in the socket table, or the host has no address
 * @param certificateNotAfter when the client port's certificate expires; null if it showed none
 */
public record ClientObservation(
        ClientReason reason, Duration took, long acceptBacklog, @Nullable Instant certificateNotAfter) {
    public static final long UNKNOWN_BACKLOG = -1;

    public ClientObservation {
        requireNonNull(reason, "reason is null");
        requireNonNull(took, "took is null");
    }

    /** Before anything was seen. */
    public static ClientObservation none(ClientReason reason) {
        return new ClientObservation(reason, Duration.ZERO, UNKNOWN_BACKLOG, null);
    }
}
