package ircd.health.surface.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import ircd.health.check.ClientReason;
import ircd.health.parity.Story;
import ircd.health.state.EndpointStats;
import ircd.health.tls.CertificateStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HealthCollectorTest {
    /** To the letter: each of them is a promise to somebody's dashboard. */
    private static final Set<String> GAUGES = Set.of(
            "client_valid",
            "s2s_valid",
            "routable",
            "warm",
            "maintenance",
            "s2s_links",
            "s2s_links_stable",
            "s2s_links_stalled",
            "s2s_oldest_link_age_seconds",
            "client_accept_backlog",
            "client_check_seconds",
            "last_poll_timestamp_seconds",
            "last_transition_timestamp_seconds",
            "poll_seconds",
            "certificate_not_after_timestamp_seconds",
            "client_certificate_not_after_timestamp_seconds",
            "endpoint_connections",
            "build_info");

    private static final Set<String> COUNTERS = Set.of(
            "polls",
            "poll_failures",
            "client_failures",
            "transitions",
            "endpoint_requests",
            "endpoint_refused",
            "endpoint_handshake_failures",
            "certificate_reloads",
            "certificate_reload_failures");

    private static final CertificateStatus CERTIFICATE =
            new CertificateStatus(Instant.ofEpochSecond(10), Instant.ofEpochSecond(20), 3, 4, true);

    private static HealthCollector collector(String story, CertificateStatus certificate) {
        return new HealthCollector(
                Story.named(story), Story.traffic(), certificate == null ? null : () -> certificate, "1.2.3");
    }

    private static Set<String> names(List<MetricFamilySamples> families, Collector.Type type) {
        return families.stream()
                .filter(family -> family.type == type)
                .map(family -> family.name.replaceFirst("^ircd_health_", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theFamiliesAreThoseOfTheContract() {
        List<MetricFamilySamples> families = collector("routable", CERTIFICATE).collect();

        assertEquals(new TreeSet<>(GAUGES), names(families, Collector.Type.GAUGE));
        assertEquals(new TreeSet<>(COUNTERS), names(families, Collector.Type.COUNTER));
        assertEquals(GAUGES.size() + COUNTERS.size(), families.size());
    }

    @Test
    void everyFamilyIsDescribedEvenWhenItHasNothingToShow() {
        List<MetricFamilySamples> families = collector("unknown", null).describe();

        assertEquals(new TreeSet<>(GAUGES), names(families, Collector.Type.GAUGE));
        assertEquals(new TreeSet<>(COUNTERS), names(families, Collector.Type.COUNTER));
        families.forEach(family -> assertFalse(family.help.isBlank(), family.name));
    }

    @Test
    void whatIsUnknownIsAbsent() {
        CollectorRegistry registry = new CollectorRegistry();
        collector("unknown", null).register(registry);

        for (String unknown : List.of(
                "client_accept_backlog",
                "client_certificate_not_after_timestamp_seconds",
                "last_poll_timestamp_seconds",
                "last_transition_timestamp_seconds",
                "certificate_not_after_timestamp_seconds",
                "certificate_reloads_total",
                "certificate_reload_failures_total")) {
            assertNull(registry.getSampleValue("ircd_health_" + unknown), unknown);
        }
        assertEquals(0, registry.getSampleValue("ircd_health_routable"));
        assertEquals(0, registry.getSampleValue("ircd_health_polls_total"));
    }

    @Test
    void everyReasonForWhichAClientCheckCanFailHasASampleFromTheStart() {
        CollectorRegistry registry = new CollectorRegistry();
        new HealthCollector(Story.named("unknown"), new EndpointStats(), null, "1.2.3").register(registry);

        for (ClientReason reason : ClientReason.values()) {
            Double failures = registry.getSampleValue(
                    "ircd_health_client_failures_total", new String[] {"reason"}, new String[] {reason.word()});
            switch (reason) {
                case OK, UNKNOWN, STALE -> assertNull(failures, reason.word());
                default -> assertEquals(0, failures, reason.word());
            }
        }
    }

    @Test
    void theDefaultRegistryIsLeftAlone() {
        CollectorRegistry registry = MetricsServer.registryOf(collector("routable", CERTIFICATE));

        assertNotNull(registry.getSampleValue("process_cpu_seconds_total"));
        assertFalse(Collections.list(CollectorRegistry.defaultRegistry.metricFamilySamples()).stream()
                .anyMatch(family -> family.name.startsWith("ircd_health_") || family.name.startsWith("process_")));
    }
}
