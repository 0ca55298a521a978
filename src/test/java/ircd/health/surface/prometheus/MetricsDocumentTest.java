package ircd.health.surface.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import ircd.health.check.ClientReason;
import ircd.health.parity.Story;
import ircd.health.state.EndpointStats;
import ircd.health.state.Refusal;
import ircd.health.tls.CertificateStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of the metrics in {@code src/docs/prometheus.md} say what the code says, word for word. */
class MetricsDocumentTest {
    private static final Path PAGE = Path.of("src/docs/prometheus.md");
    private static final CertificateStatus CERTIFICATE = new CertificateStatus(Instant.EPOCH, Instant.MAX, 0, 0, true);

    private final String page;

    MetricsDocumentTest() throws IOException {
        page = Files.readString(PAGE);
    }

    private static List<MetricFamilySamples> families() {
        return new HealthCollector(Story.named("routable"), Story.traffic(), () -> CERTIFICATE, "1").describe();
    }

    private static String exposedName(MetricFamilySamples family) {
        return family.name + (family.type == Collector.Type.COUNTER ? "_total" : "");
    }

    private static String row(MetricFamilySamples family) {
        String labels = family.samples.isEmpty()
                ? ""
                : family.samples.get(0).labelNames.stream().collect(Collectors.joining(", "));
        return "| `%s%s` | %s | %s |"
                .formatted(
                        exposedName(family),
                        labels.isEmpty() ? "" : "{" + labels + "}",
                        family.type == Collector.Type.COUNTER ? "counter" : "gauge",
                        family.help);
    }

    @Test
    void theTableOfMetricsIsThatOfTheCode() {
        String table = families().stream().map(row -> row(row)).collect(Collectors.joining("\n"));

        assertTrue(page.contains("\n" + table + "\n\n"), () -> PAGE + " should have this table:\n" + table);
    }

    @Test
    void everyWordOfALabelIsExplainedAndNoOther() {
        assertEquals(
                words(Stream.of(Refusal.values()).map(Refusal::word)),
                words(firstColumn("### Connections refused or ended early")));
        assertEquals(
                words(EndpointStats.CODES.stream().map(String::valueOf)),
                words(firstColumn("### Answers by status code")));
        Stream.of(ClientReason.values())
                .filter(reason -> !reason.isFailure())
                .forEach(reason -> assertTrue(
                        page.contains("`" + reason.word() + "`"),
                        () -> reason.word() + ": said to be no value of reason"));
    }

    /** Of whatever page, of the rules and of the dashboards: Prometheus calls one that is misspelt empty, and no error. */
    @Test
    void nobodyNamesAMetricThatThereIsNot() throws IOException {
        Set<String> known = words(families().stream().map(MetricsDocumentTest::exposedName));
        Pattern name = Pattern.compile("(?<![:\\w])ircd_health_\\w+(?![\\w{]*[*])");
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("SECURITY.md")));
        for (String folder : List.of("src/docs", "grafana")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().matches(".*\\.(md|yml|json)"))
                        .forEach(pages::add);
            }
        }
        for (Path each : pages) {
            Set<String> used =
                    words(name.matcher(Files.readString(each)).results().map(found -> found.group()));
            used.removeIf(word -> known.contains(word) || word.equals("ircd_health_build"));

            assertEquals(Set.of(), used, each::toString);
        }
    }

    private static Set<String> words(Stream<String> words) {
        return words.collect(Collectors.toCollection(TreeSet::new));
    }

    /** The words in backquotes in the first column of the table below the heading. */
    private Stream<String> firstColumn(String heading) {
        String section = page.substring(page.indexOf(heading + "\n")).replaceFirst("(?s)(?<=.)\n#.*", "");
        return Pattern.compile("(?m)^\\| `([^`]+)` \\|")
                .matcher(section)
                .results()
                .map(row -> row.group(1));
    }
}
