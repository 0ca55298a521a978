package ircd.health.surface.prometheus;

import static java.util.Objects.requireNonNull;

import io.prometheus.client.Collector;
import ircd.health.state.EndpointStats;
import ircd.health.state.Health;
import ircd.health.state.History;
import ircd.health.state.Snapshot;
import ircd.health.tls.CertificateStatus;
import ircd.health.verdict.Verdict;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns one snapshot into metric families. What is not known is absent, rather than 0 or -1, which rules would take for
 * a fact. {@code jmx-config.yml} repeats names, types and help: {@code ParityIT} keeps the two equal.
 */
final class HealthCollector extends Collector implements Collector.Describable {
    private final Health health;
    private final EndpointStats stats;
    private final @Nullable Supplier<CertificateStatus> certificate;
    private final String version;

    HealthCollector(
            Health health, EndpointStats stats, @Nullable Supplier<CertificateStatus> certificate, String version) {
        this.health = requireNonNull(health, "health is null");
        this.stats = requireNonNull(stats, "stats is null");
        this.certificate = certificate;
        this.version = requireNonNull(version, "version is null");
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return families().known();
    }

    /** Every family there may ever be, so that the registry knows all the names. */
    @Override
    public List<MetricFamilySamples> describe() {
        return families().all();
    }

    private Families families() {
        Snapshot snapshot = health.current();
        Families families = new Families();
        verdict(families, snapshot.verdict());
        client(families, snapshot);
        polls(families, snapshot);
        endpoint(families);
        certificate(families, certificate == null ? null : certificate.get());
        families.info("build_info", "The version of ircd-health; always 1", "version", version);
        return families;
    }

    private static void verdict(Families families, Verdict verdict) {
        families.gauge("client_valid", "Whether the IRC daemon takes clients", verdict.clientValid());
        families.gauge("s2s_valid", "Whether there are enough server links", verdict.s2sValid());
        families.gauge("routable", "Whether a load balancer may send people here", verdict.routable());
        families.gauge("warm", "Whether enough links have been stable since the start", verdict.warm());
        families.gauge("maintenance", "Whether the host is drained by an operator", verdict.maintenance());
        families.gauge(
                "s2s_links", "Server links that are open", verdict.links().size());
        families.gauge(
                "s2s_links_stable", "Server links that have lasted for the stable duration", verdict.stableLinks());
        families.gauge(
                "s2s_links_stalled",
                "Server links that are open but have carried no data for the stall duration",
                verdict.stalledLinks());
        families.gauge(
                "s2s_oldest_link_age_seconds",
                "Age of the oldest server link since it was first seen, 0 without links",
                verdict.oldestLinkAgeSeconds());
    }

    private static void client(Families families, Snapshot snapshot) {
        families.gauge(
                "client_accept_backlog",
                "Connections that wait for the IRC daemon to accept them, absent if unknown",
                snapshot.acceptBacklog());
        families.gauge(
                "client_check_seconds",
                "How long the last client check took, from connect to decision",
                snapshot.clientCheckSeconds());
        families.gauge(
                "client_certificate_not_after_timestamp_seconds",
                "When the certificate of the client port expires, absent without --client-tls",
                snapshot.clientCertificateNotAfterEpochSeconds());
        families.counters(
                "client_failures_total",
                "Client checks that failed, by reason",
                "reason",
                snapshot.history().clientFailures().entrySet().stream()
                        .collect(Collectors.toMap(failure -> failure.getKey().word(), failure -> failure.getValue())));
    }

    private static void polls(Families families, Snapshot snapshot) {
        History history = snapshot.history();
        families.counter("polls_total", "Polls made since the start", history.polls());
        families.counter("poll_failures_total", "Polls that could not see what they had to", history.pollFailures());
        families.gauge("poll_seconds", "How long the last poll took", snapshot.pollSeconds());
        families.gauge(
                "last_poll_timestamp_seconds",
                "When the last poll started, absent before the first",
                snapshot.polledAtEpochSeconds());
        families.counter(
                "transitions_total", "Changes of client_valid, s2s_valid, warm and routable", history.transitions());
        families.gauge(
                "last_transition_timestamp_seconds",
                "When the last of these changes was, absent before the first",
                snapshot.lastTransitionEpochSeconds());
    }

    private void endpoint(Families families) {
        families.counters(
                "endpoint_requests_total",
                "Answers of the public endpoint, by status code",
                "code",
                stats.requestsByCode());
        families.counters(
                "endpoint_refused_total",
                "Connections that the public endpoint refused or ended early, by reason",
                "reason",
                stats.refusedByReason());
        families.gauge(
                "endpoint_connections", "Connections to the public endpoint that are open", stats.connectionsOpen());
        families.counter(
                "endpoint_handshake_failures_total",
                "TLS handshakes of the public endpoint begun and not completed",
                stats.handshakeFailures());
    }

    private static void certificate(Families families, @Nullable CertificateStatus status) {
        families.gauge(
                "certificate_not_after_timestamp_seconds",
                "When the certificate of the public endpoint expires, absent without one",
                status == null ? null : status.notAfter().getEpochSecond());
        families.counter(
                "certificate_reloads_total",
                "Pairs of certificate and key put into service, without the first",
                status == null ? null : status.reloadCount());
        families.counter(
                "certificate_reload_failures_total",
                "Changed pairs of certificate and key that could not be put into service",
                status == null ? null : status.reloadFailureCount());
    }
}
