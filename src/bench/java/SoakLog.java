import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Each line of the log must have an event of its own that justifies it. */
final class SoakLog {
    private static final Pattern TRANSITION = Pattern.compile("(\\w+): (true|false) -> (true|false) \\(.*");

    /** Counts of lines that are allowed: from, to. */
    private record Rule(Pattern line, long least, long most) {}

    private final SoakTally tally;
    private final SoakCertificates certificates;
    private final SoakMetrics metrics;
    private final double minutes;

    SoakLog(SoakTally tally, SoakCertificates certificates, SoakMetrics metrics, double minutes) {
        this.tally = tally;
        this.certificates = certificates;
        this.metrics = metrics;
        this.minutes = minutes;
    }

    private List<Rule> rules() {
        int unlinks = tally.of("change: unlink");
        int hangs = tally.of("change: hang");
        // On a machine with too much to do the daemon is now and then not scheduled for a second: it is late, and judged so.
        int late = (int) Math.ceil(minutes / 10);
        int drains = tally.of("change: maintenance begins");
        int downs = unlinks + hangs + drains;
        int logins = tally.of("JMX: visit");
        int vanished = tally.of("JMX: a client vanishes");
        int guesses = tally.of("JMX: a wrong password");
        long reloads = metrics.get("ircd_health_certificate_reloads_total");
        long failures = metrics.get("ircd_health_certificate_reload_failures_total");
        return List.of(
                exactly(1, "--mode live: requests cause up to .* connections a minute .*"),
                between(1, 20, " {4}.*"), // the daemons that it names
                exactly(1, "ircd-health \\S+ judges .*"),
                exactly(1, "listening on .*"),
                exactly(1, "metrics on .*"),
                exactly(1, "a page for people on .*"),
                exactly(1, "remote JMX on .*"),
                exactly(1, "Warm: false -> true .*"),
                exactly(1 + unlinks, "S2sValid: false -> true .*"),
                exactly(unlinks, "S2sValid: true -> false .*"),
                between(1 + hangs, 1 + hangs + late, "ClientValid: false -> true .*"),
                between(hangs, hangs + late, "ClientValid: true -> false .*"),
                between(1 + downs, 1 + downs + late, "Routable: false -> true .*"),
                between(downs, downs + late, "Routable: true -> false .*"),
                // A link that is back is not stable, then gone again, and so on; each hang has a second reason at most.
                between(0, 2L * (1 + unlinks + tally.of("flap") + tally.of("change: link, asked again")), "S2sValid: false .*"),
                between(0, 1 + 2L * (hangs + late), "ClientValid: false \\(.*"),
                exactly(drains, "maintenance: .* exists"),
                exactly(drains, "maintenance ends"),
                exactly(reloads, "certificate reloaded: .*"),
                exactly(failures, "certificate not reloaded, .*"),
                between(0, failures - certificates.bads(), "the certificate files hold the served pair again: .*"),
                exactly(logins + vanished, "remote JMX: connected: op"),
                between(logins, logins + vanished, "remote JMX: gone: op"),
                // Once a minute at most.
                between(Math.min(1, guesses), Math.min(guesses, (long) Math.ceil(minutes) + 2), "remote JMX: a login failed; .*"));
    }

    private static Rule exactly(long count, String line) {
        return between(count, count, line);
    }

    private static Rule between(long least, long most, String line) {
        return new Rule(Pattern.compile(line), least, most);
    }

    void judge(Path file, List<String> broken) throws IOException {
        Map<Rule, Integer> found = new LinkedHashMap<>();
        rules().forEach(rule -> found.put(rule, 0));
        Map<String, Integer> faults = new LinkedHashMap<>();
        Map<String, String> states = new HashMap<>();
        String before = "";
        long transitions = 0;
        for (String whole : Files.readAllLines(file)) {
            String line = whole.replaceFirst("^\\d\\S+ \\S+ \\S+ +", ""); // time and level
            Rule rule = found.keySet().stream()
                    .filter(each -> each.line.matcher(line).matches())
                    .findFirst()
                    .orElse(null);
            if (rule == null) {
                faults.merge("a line in the log that nothing explains: " + line, 1, Integer::sum);
            } else {
                found.merge(rule, 1, Integer::sum);
            }
            var transition = TRANSITION.matcher(line);
            if (transition.matches()) {
                transitions++;
                String state = states.put(transition.group(1), transition.group(3));
                if (state != null && !state.equals(transition.group(2))) {
                    faults.merge("said again, though nothing changed: " + line, 1, Integer::sum);
                }
            }
            // Sessions of JMX overlap, so that two may come or go after each other.
            if (line.equals(before) && !line.startsWith("remote JMX: ")) {
                faults.merge("the same line twice in a row: " + line, 1, Integer::sum);
            }
            before = line;
        }
        faults.forEach((fault, count) -> broken.add(count + " times: " + fault));
        System.out.printf("%n%7s %15s  %s%n", "lines", "justified", "log");
        found.forEach((rule, count) -> {
            boolean kept = count >= rule.least && count <= rule.most;
            String justified = rule.least == rule.most ? "" + rule.least : rule.least + " to " + rule.most;
            System.out.printf("%7d %15s  %s%s%n", count, justified, rule.line, kept ? "" : "  BROKEN");
            if (!kept) {
                broken.add(count + " log lines in place of " + justified + ": " + rule.line);
            }
        });
        equal(broken, "transitions in the log and in the metrics", transitions, metrics.get("ircd_health_transitions_total"));
        equal(broken, "reloads made and counted", certificates.goods(), metrics.get("ircd_health_certificate_reloads_total"));
        // A look at the files that falls between the two reads a mismatched pair: rare, and no fault.
        long failures = metrics.get("ircd_health_certificate_reload_failures_total") - certificates.bads();
        if (failures < 0 || failures > 1 + minutes / 30) {
            broken.add("failed reloads counted, more than made: " + failures);
        }
        equal(broken, "failed polls", 0, metrics.get("ircd_health_poll_failures_total"));
        System.out.printf("%7d %15s  polls%n", metrics.get("ircd_health_polls_total"), "");
    }

    private static void equal(List<String> broken, String what, long one, long other) {
        System.out.printf("%7d %15d  %s%n", one, other, what);
        if (one != other) {
            broken.add(what + ": " + one + " and " + other);
        }
    }
}
