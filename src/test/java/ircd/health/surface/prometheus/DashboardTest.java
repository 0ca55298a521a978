package ircd.health.surface.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.parity.Story;
import ircd.health.tls.CertificateStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DashboardTest {
    private static final Pattern NAME = Pattern.compile("\\b(?:ircd_health|jvm|process)_\\w+");

    private String dashboard;

    @BeforeEach
    void read() throws IOException {
        dashboard = Files.readString(Path.of("grafana/dashboards/ircd-health.json"));
    }

    private List<String> values(String key) {
        return Pattern.compile("\"" + key + "\": \"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(dashboard)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void everyQueryUsesMetricsThatExist() {
        CertificateStatus certificate = new CertificateStatus(Instant.EPOCH, Instant.EPOCH, 0, 0, true);
        Set<String> existing = Collections.list(MetricsServer.registryOf(new HealthCollector(
                                Story.named("routable"), Story.traffic(), () -> certificate, "1.2.3"))
                        .metricFamilySamples())
                .stream()
                .flatMap(family -> family.samples.stream().map(sample -> sample.name))
                .collect(Collectors.toSet());
        Set<String> used = values("expr").stream()
                .flatMap(query -> NAME.matcher(query).results().map(MatchResult::group))
                .collect(Collectors.toCollection(TreeSet::new));

        assertTrue(used.size() > 20, used.toString());
        assertTrue(existing.containsAll(used), () -> {
            used.removeAll(existing);
            return "do not exist: " + used;
        });
    }

    @Test
    void everyQueryIsForTheChosenServer() {
        values("expr")
                .forEach(query -> assertEquals(
                        NAME.matcher(query).results().count(),
                        query.split("instance=\\\\\"\\$instance", -1).length - 1,
                        query));
    }

    @Test
    void everyPanelSaysWhatItShows() {
        values("description").forEach(description -> assertFalse(description.isBlank()));
        long rows = values("type").stream().filter("row"::equals).count();
        assertEquals(values("title").size() - rows, values("description").size());
    }

    @Test
    void itsAddressStays() {
        assertTrue(values("uid").contains("ircd-health-server"));
    }
}
