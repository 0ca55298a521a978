package ircd.health.state;

import static java.util.Objects.requireNonNull;

import ircd.health.check.ClientObservation;
import ircd.health.check.ClientReason;
import ircd.health.kernel.Now;
import ircd.health.verdict.S2sReason;
import ircd.health.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole state at one moment; immutable. Every surface shows one and the same.
 *
 * @param polledAt the clocks at the start of the poll that it comes from; null before the first
 * @param pollTook how long that poll took
 * @param client what that poll saw of the client port
 * @param maintenanceReason why the host was drained by JMX or for the end of the service; null if it was not
 */
public record Snapshot(
        @Nullable Now polledAt,
        Duration pollTook,
        ClientObservation client,
        Verdict verdict,
        @Nullable String maintenanceReason,
        History history) {
    static final Snapshot INITIAL = new Snapshot(
            null, Duration.ZERO, ClientObservation.none(ClientReason.UNKNOWN), Verdict.UNKNOWN, null, History.EMPTY);

    public Snapshot {
        requireNonNull(pollTook, "pollTook is null");
        requireNonNull(client, "client is null");
        requireNonNull(verdict, "verdict is null");
        requireNonNull(history, "history is null");
    }

    /** This state as it may be acted on now: too old, nothing of it is valid (but it stays warm). */
    Snapshot asOf(long nowNanos, Duration freshFor) {
        boolean fresh = polledAt == null || nowNanos - polledAt.nanos() <= freshFor.toNanos();
        return fresh ? this : withVerdict(verdict.invalid(ClientReason.STALE, S2sReason.STALE));
    }

    Snapshot polled(Now now, Duration took, ClientObservation seen, Verdict next, boolean failed) {
        return new Snapshot(now, took, seen, next, maintenanceReason, history.withPoll(next, failed));
    }

    Snapshot withTransitionsSince(Snapshot before, Now now) {
        History next = history.withTransitions(before.verdict, verdict, now.wall());
        return new Snapshot(polledAt, pollTook, client, verdict, maintenanceReason, next);
    }

    Snapshot withVerdict(Verdict next) {
        return new Snapshot(polledAt, pollTook, client, next, maintenanceReason, history);
    }

    Snapshot withMaintenanceReason(@Nullable String reason) {
        return new Snapshot(polledAt, pollTook, client, verdict, reason, history);
    }

    /** The last transition's wall time in epoch seconds; null before the first. */
    public @Nullable Long lastTransitionEpochSeconds() {
        List<Transition> last = history.lastTransitions();
        return last.isEmpty() ? null : last.get(last.size() - 1).at().getEpochSecond();
    }

    /** Wall time of the last poll's start in epoch seconds; null before the first. */
    public @Nullable Long polledAtEpochSeconds() {
        return polledAt == null ? null : polledAt.wall().getEpochSecond();
    }

    public double pollSeconds() {
        return pollTook.toNanos() / 1e9;
    }

    public double clientCheckSeconds() {
        return client.took().toNanos() / 1e9;
    }

    /** {@link ClientObservation#acceptBacklog}; null if it is not known. */
    public @Nullable Long acceptBacklog() {
        long backlog = client.acceptBacklog();
        return backlog == ClientObservation.UNKNOWN_BACKLOG ? null : backlog;
    }

    /** {@link ClientObservation#certificateNotAfter} in epoch seconds; null if it is not known. */
    public @Nullable Long clientCertificateNotAfterEpochSeconds() {
        Instant notAfter = client.certificateNotAfter();
        return notAfter == null ? null : notAfter.getEpochSecond();
    }
}
