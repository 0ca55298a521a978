package ircd.health.surface.page;

import static java.util.Objects.requireNonNull;

import ircd.health.kernel.Now;
import ircd.health.state.EndpointStats;
import ircd.health.state.Snapshot;
import ircd.health.tls.CertificateStatus;
import ircd.health.verdict.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that one rendering of the page shows.
 *
 * @param maintenanceReason empty if the host is not drained
 * @param certificate of the public endpoint; null if it has none
 * @param since when the service started: nothing is known of the time before
 * @param refreshSeconds 0 if the page shall stay as it is
 */
record View(
        Snapshot snapshot,
        String maintenanceReason,
        EndpointStats endpoint,
        @Nullable CertificateStatus certificate,
        String version,
        Instant since,
        Now now,
        int refreshSeconds) {
    View {
        requireNonNull(snapshot, "snapshot is null");
        requireNonNull(maintenanceReason, "maintenanceReason is null");
        requireNonNull(endpoint, "endpoint is null");
        requireNonNull(version, "version is null");
        requireNonNull(since, "since is null");
        requireNonNull(now, "now is null");
    }

    Verdict verdict() {
        return snapshot.verdict();
    }
}
