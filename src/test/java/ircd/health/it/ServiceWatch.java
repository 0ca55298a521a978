package ircd.health.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The built jar as a process; polls are counted by its metrics, reasons read from its log. */
final class ServiceWatch implements Watch {
    private static final Pattern POLLS = Pattern.compile("(?m)^ircd_health_polls_total (\\d+)");
    private static final Duration A_POLL = Rules.POLL_INTERVAL.plusSeconds(5);
    /** The log line of a change comes a moment after the metric. */
    private static final Duration LOG_LAG = Duration.ofMillis(200);

    private final ServiceProcess service;
    private final HealthClient metrics;
    private long pollsSeen;

    ServiceWatch(ServiceProcess service) {
        this.service = service;
        this.metrics = new HealthClient(service.metrics(A_POLL));
    }

    @Override
    public String poll() {
        long before = pollsSeen;
        Await.until("a poll", A_POLL, () -> polls() > before);
        pollsSeen = polls();
        if (pollsSeen > before + 1 && before > 0) {
            throw new IllegalStateException("a poll went by unseen: " + before + " to " + pollsSeen);
        }
        Await.pass(LOG_LAG);
        String found = last("ClientValid") + "/" + last("S2sValid");
        return last("Routable").equals("maintenance") ? found + "/maintenance" : found;
    }

    /** The reason in the last log line about the attribute. */
    private String last(String attribute) {
        Pattern change = Pattern.compile(attribute + ": (?:\\w+ -> )?\\w+ \\((\\S+)\\)");
        List<String> reasons = service.lines().stream()
                .map(change::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
        return reasons.isEmpty() ? "unknown" : reasons.get(reasons.size() - 1);
    }

    private long polls() {
        HealthAnswer answer = metrics.ask();
        if (answer.failed()) {
            throw new UncheckedIOException(new IOException(answer.failure() + "\n" + service.output()));
        }
        Matcher found = POLLS.matcher(answer.body());
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    @Override
    public String story() {
        return service.output();
    }

    @Override
    public void close() {
        service.close();
    }
}
