package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules and configurations in grafana/prometheus, as Prometheus' own tools see them. */
final class PrometheusRulesIT {
    private static final Path FOLDER = Path.of("grafana/prometheus");

    private static void check(String... command) {
        Daemons.require(command[0]);
        Commands.Result result = Commands.run(List.of(command));
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().contains("SUCCESS"), result.output());
    }

    @Test
    void theConfigurationAndItsRulesAreValid() {
        check("promtool", "check", "config", FOLDER.resolve("prometheus.yml").toString());
    }

    @Test
    void theRulesDoNotRepeatEachOther() {
        check("promtool", "check", "rules", "--lint=all", "--lint-fatal", rules("recording.yml"), rules("alerts.yml"));
    }

    private static String rules(String name) {
        return FOLDER.resolve(name).toString();
    }

    @Test
    void theConfigurationOfAlertmanagerIsValid() {
        check("amtool", "check-config", FOLDER.resolve("alertmanager.yml").toString());
    }

    @Test
    void everyCaseOfTheRulesTestsHolds() throws IOException {
        List<String> command = new ArrayList<>(List.of("promtool", "test", "rules"));
        try (Stream<Path> tests = Files.list(FOLDER.resolve("tests"))) {
            tests.map(Path::toString).sorted().forEach(command::add);
        }

        check(command.toArray(String[]::new));
    }

    @Test
    void everyAlertHasACaseInWhichItFires() throws IOException {
        StringBuilder tests = new StringBuilder();
        for (String name : List.of("alerts", "hours", "days")) {
            tests.append(Files.readString(FOLDER.resolve("tests").resolve(name + ".yml")));
        }
        List<String> alerts = Pattern.compile("- alert: (\\w+)")
                .matcher(Files.readString(FOLDER.resolve("alerts.yml")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();

        assertTrue(alerts.size() >= 13, alerts.toString());
        for (String alert : alerts) {
            assertTrue(tests.toString().contains("labels: '{alertname=\"" + alert + "\""), alert);
        }
    }
}
