package ircd.health.check;

import static java.util.Objects.requireNonNull;

/** All that one poll saw. */
public record Observation(ClientObservation client, S2sObservation s2s) {
    public Observation {
        requireNonNull(client, "client is null");
        requireNonNull(s2s, "s2s is null");
    }
}
