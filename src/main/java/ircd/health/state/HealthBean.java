package ircd.health.state;

import static java.util.Objects.requireNonNull;

import ircd.health.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The MXBean over {@link Health}. */
public final class HealthBean implements HealthMXBean {
    private final Health health;
    private final Runnable poll;
    private final String version;
    private final Supplier<Snapshot> current;

    /** @param poll judges and waits for the result */
    public HealthBean(Health health, Runnable poll, String version) {
        this(health, poll, version, health::current);
    }

    private HealthBean(Health health, Runnable poll, String version, Supplier<Snapshot> current) {
        this.health = requireNonNull(health, "health is null");
        this.poll = requireNonNull(poll, "poll is null");
        this.version = requireNonNull(version, "version is null");
        this.current = current;
    }

    /** What the attributes show now. */
    public Snapshot current() {
        return current.get();
    }

    /** A bean whose attributes all come from this snapshot, for a client that asks for several at once. */
    public HealthBean pinnedTo(Snapshot pinned) {
        requireNonNull(pinned, "pinned is null");
        return new HealthBean(health, poll, version, () -> pinned);
    }

    @Override
    public boolean isClientValid() {
        return current().verdict().clientValid();
    }

    @Override
    public boolean isS2sValid() {
        return current().verdict().s2sValid();
    }

    @Override
    public boolean isRoutable() {
        return current().verdict().routable();
    }

    @Override
    public boolean isWarm() {
        return current().verdict().warm();
    }

    @Override
    public boolean isMaintenance() {
        return current().verdict().maintenance();
    }

    @Override
    public String getMaintenanceReason() {
        return health.maintenanceReason(current());
    }

    @Override
    public String getClientReason() {
        return current().verdict().clientReason().word();
    }

    @Override
    public String getS2sReason() {
        return current().verdict().s2sReason().word();
    }

    @Override
    public double getClientCheckSeconds() {
        return current().clientCheckSeconds();
    }

    @Override
    public @Nullable Long getClientAcceptBacklog() {
        return current().acceptBacklog();
    }

    @Override
    public @Nullable Long getClientCertificateNotAfterEpochSeconds() {
        return current().clientCertificateNotAfterEpochSeconds();
    }

    @Override
    public Map<String, Long> getClientFailures() {
        Map<String, Long> byWord = new TreeMap<>();
        current().history().clientFailures().forEach((reason, count) -> byWord.put(reason.word(), count));
        return byWord;
    }

    @Override
    public long getS2sLinks() {
        return current().verdict().links().size();
    }

    @Override
    public long getS2sLinksStable() {
        return current().verdict().stableLinks();
    }

    @Override
    public long getS2sLinksStalled() {
        return current().verdict().stalledLinks();
    }

    @Override
    public double getS2sOldestLinkAgeSeconds() {
        return current().verdict().oldestLinkAgeSeconds();
    }

    @Override
    public List<LinkRow> getLinks() {
        return current().verdict().links().stream().map(LinkRow::of).toList();
    }

    @Override
    public List<TransitionRow> getTransitions() {
        return current().history().lastTransitions().stream()
                .map(TransitionRow::of)
                .toList();
    }

    @Override
    public long getTransitionCount() {
        return current().history().transitions();
    }

    @Override
    public @Nullable Long getLastTransitionEpochSeconds() {
        return current().lastTransitionEpochSeconds();
    }

    @Override
    public long getPollCount() {
        return current().history().polls();
    }

    @Override
    public long getPollFailureCount() {
        return current().history().pollFailures();
    }

    @Override
    public double getPollSeconds() {
        return current().pollSeconds();
    }

    @Override
    public @Nullable Long getLastPollEpochSeconds() {
        return current().polledAtEpochSeconds();
    }

    @Override
    public String getVersion() {
        return version;
    }

    @Override
    public String poll() {
        poll.run();
        Verdict verdict = current().verdict();
        return verdict.routable() ? "routable" : "not routable: " + verdict.routableReason();
    }

    @Override
    public void enterMaintenance(String reason) {
        if (reason == null || reason.isBlank()) {
            throw new IllegalArgumentException("say why, so that colleagues and the log know");
        }
        health.enterMaintenance(reason.strip().replaceAll("\\p{Cntrl}+", " ")); // it becomes a log line
    }

    @Override
    public void leaveMaintenance() {
        if (!health.leaveMaintenance()) {
            throw new IllegalStateException("still drained: " + getMaintenanceReason());
        }
    }
}
