package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables in {@code src/docs/prometheus.md} cannot go stale. */
class PrometheusDocumentTest {
    private static final Path KIT = Path.of("grafana/prometheus");

    private final String document;
    private final List<String> alerts;

    PrometheusDocumentTest() throws IOException {
        document = Files.readString(Path.of("src/docs/prometheus.md"));
        alerts = Stream.of(Files.readString(KIT.resolve("alerts.yml")).split("(?=- alert: )", -1))
                .skip(1)
                .toList();
    }

    private static String found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElse("");
    }

    @Test
    void theTableOfAlertsHasThoseOfTheRuleFileInItsOrder() {
        List<String> inRules = alerts.stream()
                .map(rule -> "| `" + found("alert: (\\w+)", rule) + "` | "
                        + (found("\n +for: (\\w+)", rule) + " | ").replaceFirst("^ ", "")
                        + found("severity: (\\w+)", rule) + " |")
                .toList();
        List<String> inTable = document.lines()
                .filter(line -> line.startsWith("| `Ircd"))
                .map(line -> found("^(\\|[^|]*\\|[^|]*\\|[^|]*\\|)", line))
                .toList();

        assertTrue(inRules.size() > 10, inRules.toString());
        assertEquals(inRules, inTable);
    }

    @Test
    void everyAlertSaysWhatItIsAndWhatToDo() {
        for (String rule : alerts) {
            assertTrue(found("summary: \"(.+)\"", rule).length() > 20, rule);
            assertTrue(found("(?s)runbook: >-\n\\s+(\\S.+)", rule).length() > 80, rule);
        }
    }

    @Test
    void theTableOfRecordingRulesHasAllOfThem() throws IOException {
        List<String> recorded = Pattern.compile("- record: (\\S+)")
                .matcher(Files.readString(KIT.resolve("recording.yml")))
                .results()
                .map(match -> match.group(1))
                .sorted()
                .toList();
        List<String> inTable = document.lines()
                .map(line -> found("^\\| `([a-z_]+:[^`]+)` \\|", line))
                .filter(name -> !name.isEmpty())
                .sorted()
                .toList();

        assertEquals(recorded, inTable);
    }
}
