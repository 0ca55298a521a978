package ircd.health.surface.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import ircd.health.parity.Story;
import ircd.health.tls.CertificateStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DashboardTest {
    private static final Pattern NAME = Pattern.compile("[\\w:]*\\b(?:ircd_health|jvm|process)_[\\w:]+");

    /** The file, the address in Grafana that people have bookmarked, and what chooses whom it shows. */
    private enum Dashboard {
        SERVER("ircd-health.json", "ircd-health-server", "instance=\"$instance\""),
        NETWORK("ircd-health-network.json", "ircd-health-network", "network=\"$network\"");

        private final String file;
        private final String uid;
        private final String choice;

        Dashboard(String file, String uid, String choice) {
            this.file = file;
            this.uid = uid;
            this.choice = choice;
        }

        JsonNode read() throws IOException {
            return new ObjectMapper()
                    .readTree(Path.of("grafana/dashboards", file).toFile());
        }

        List<JsonNode> panels() throws IOException {
            return StreamSupport.stream(read().get("panels").spliterator(), false)
                    .filter(panel -> !panel.get("type").asText().equals("row"))
                    .toList();
        }

        List<String> queries() throws IOException {
            return panels().stream()
                    .flatMap(panel -> StreamSupport.stream(panel.get("targets").spliterator(), false))
                    .map(target -> target.get("expr").asText())
                    .toList();
        }
    }

    private static Set<String> mistakes(JsonNode dashboard) throws IOException {
        try (InputStream schema = DashboardTest.class.getResourceAsStream("/grafana/dashboard.schema.json")) {
            JsonSchema compiled =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
            return compiled.validate(dashboard).stream()
                    .map(ValidationMessage::getMessage)
                    .collect(Collectors.toSet());
        }
    }

    @ParameterizedTest
    @EnumSource
    void itIsADashboardByGrafanasOwnSchema(Dashboard dashboard) throws IOException {
        assertEquals(Set.of(), mistakes(dashboard.read()));
    }

    @Test
    void theSchemaFindsAnOptionThatThePanelDoesNotHave() throws IOException {
        JsonNode dashboard = Dashboard.SERVER.read();
        ((ObjectNode) dashboard.get("panels").get(0).get("options")).put("colourMode", "value");

        assertEquals(1, mistakes(dashboard).size(), () -> "mistakes are not found");
    }

    @ParameterizedTest
    @EnumSource
    void everyQueryUsesMetricsOrRecordingRulesThatExist(Dashboard dashboard) throws IOException {
        CertificateStatus certificate = new CertificateStatus(Instant.EPOCH, Instant.EPOCH, 0, 0, true);
        Set<String> existing = Collections.list(MetricsServer.registryOf(new HealthCollector(
                                Story.named("routable"), Story.traffic(), () -> certificate, "1.2.3"))
                        .metricFamilySamples())
                .stream()
                .flatMap(family -> family.samples.stream().map(sample -> sample.name))
                .collect(Collectors.toSet());
        existing.addAll(Pattern.compile("- record: (\\S+)")
                .matcher(Files.readString(Path.of("grafana/prometheus/recording.yml")))
                .results()
                .map(rule -> rule.group(1))
                .toList());
        Set<String> used = dashboard.queries().stream()
                .flatMap(query -> NAME.matcher(query).results().map(MatchResult::group))
                .collect(Collectors.toCollection(TreeSet::new));

        assertTrue(used.size() > 10, used.toString());
        assertTrue(existing.containsAll(used), () -> {
            used.removeAll(existing);
            return "do not exist: " + used;
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyQueryIsForWhatIsChosen(Dashboard dashboard) throws IOException {
        for (String query : dashboard.queries()) {
            assertEquals(
                    NAME.matcher(query).results().count(),
                    Pattern.compile("_[\\w:]+\\{[^}]*" + Pattern.quote(dashboard.choice))
                            .matcher(query)
                            .results()
                            .count(),
                    query);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPanelSaysWhatItShowsInWhichUnit(Dashboard dashboard) throws IOException {
        Set<String> titles = new HashSet<>();
        for (JsonNode panel : dashboard.panels()) {
            String title = panel.get("title").asText();
            assertTrue(titles.add(title), () -> "twice: " + title);
            assertFalse(panel.get("description").asText().isBlank(), title);
            if (panel.get("type").asText().matches("stat|timeseries")) {
                assertFalse(panel.at("/fieldConfig/defaults/unit").asText().isBlank(), title);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void itsAddressStays(Dashboard dashboard) throws IOException {
        assertEquals(dashboard.uid, dashboard.read().get("uid").asText());
    }

    @Test
    void aServersNameLeadsToItsOwnDashboard() throws IOException {
        assertTrue(Dashboard.NETWORK.read().toString().contains("/d/" + Dashboard.SERVER.uid + "?"));
    }

    @ParameterizedTest
    @EnumSource
    void eachLinksToTheOther(Dashboard dashboard) throws IOException {
        JsonNode read = dashboard.read();

        assertEquals("dashboards", read.at("/links/0/type").asText());
        assertTrue(
                read.get("tags").toString().contains(read.at("/links/0/tags/0").asText()));
    }
}
