import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What queries cost a running Prometheus: {@code URL DASHBOARD...} times each query of its rules and of the tables on the
 * dashboards at one moment, and of the graphs over the last hour in 240 steps, median of 7; and prints what Prometheus says
 * of itself.
 */
final class QueryCost {
    private static final int ROUNDS = 7;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String STRING = "\"((?:[^\"\\\\]|\\\\.)*)\"";

    private record Row(String kind, String name, double millis, String samples, int series) {
        @Override
        public String toString() {
            return "%-9s %8.1f %10s %7d  %s".formatted(kind, millis, samples, series, name);
        }
    }

    private QueryCost() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        String url = args[0];
        List<Row> rows = new ArrayList<>();
        String rules = get(url + "/api/v1/rules");
        var rule = Pattern.compile("\"name\":" + STRING + ",\"query\":" + STRING).matcher(rules);
        while (rule.find()) {
            rows.add(cost("rule", rule.group(1), url + "/api/v1/query?stats=all&query=" + encoded(json(rule.group(2)))));
        }
        long now = Instant.now().getEpochSecond();
        for (int i = 1; i < args.length; i++) {
            var expr = Pattern.compile("(?s)\"expr\": " + STRING + ".*?\"instant\": (true|false)")
                    .matcher(Files.readString(Path.of(args[i])));
            while (expr.find()) {
                String query = json(expr.group(1))
                        .replace("$network", "n")
                        .replace("$instance", "s1")
                        .replace("$__rate_interval", "1m")
                        .replace("$__range", "1h")
                        .replace("$__interval", "15s");
                if (expr.group(2).equals("true")) {
                    rows.add(cost("table", shown(query), url + "/api/v1/query?stats=all&query=" + encoded(query)));
                } else {
                    String range = "/api/v1/query_range?stats=all&start=" + (now - 3600) + "&end=" + now + "&step=15&query=";
                    rows.add(cost("graph", shown(query), url + range + encoded(query)));
                }
            }
        }
        System.out.printf("%-9s %8s %10s %7s  %s%n", "", "ms", "samples", "series", "");
        rows.sort((a, b) -> Double.compare(b.millis, a.millis));
        rows.forEach(System.out::println);
        System.out.println();
        for (String own : List.of(
                "prometheus_tsdb_head_series",
                "sum(rate(prometheus_tsdb_head_samples_appended_total[1m]))",
                "process_resident_memory_bytes{job=\"prometheus\"} / 1048576",
                "rate(process_cpu_seconds_total{job=\"prometheus\"}[1m])",
                "prometheus_rule_group_last_duration_seconds * 1000",
                "avg(scrape_duration_seconds{job=\"ircd-health-network\"}) * 1000",
                "avg(scrape_samples_scraped{job=\"ircd-health-network\"})",
                "count by (alertname) (ALERTS{alertstate=\"firing\"})")) {
            String answer = get(url + "/api/v1/query?query=" + encoded(own));
            var value = Pattern.compile("\\{\"metric\":(\\{.*?}),\"value\":\\[[^,]*,\"([^\"]*)\"").matcher(answer);
            while (value.find()) {
                System.out.printf("%12.1f  %s %s%n", Double.parseDouble(value.group(2)), own, value.group(1));
            }
        }
    }

    private static Row cost(String kind, String name, String uri) throws IOException, InterruptedException {
        double[] millis = new double[ROUNDS];
        String answer = "";
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            answer = get(uri);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        java.util.Arrays.sort(millis);
        var samples = Pattern.compile("\"totalQueryableSamples\":(\\d+)").matcher(answer);
        int series = answer.split("\"metric\":", -1).length - 1;
        return new Row(kind, name, millis[ROUNDS / 2], samples.find() ? samples.group(1) : "?", series);
    }

    private static String get(String uri) throws IOException, InterruptedException {
        var answer = CLIENT.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(uri + ": " + answer.body());
        }
        return answer.body();
    }

    private static String shown(String query) {
        return query.replace('\n', ' ');
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    /** The text of a JSON string, as far as these files go. */
    private static String json(String string) {
        return Pattern.compile("\\\\(u[0-9a-f]{4}|.)").matcher(string).replaceAll(escape -> {
            String code = escape.group(1);
            String text = code.startsWith("u")
                    ? String.valueOf((char) Integer.parseInt(code.substring(1), 16))
                    : code.equals("n") ? "\n" : code;
            return java.util.regex.Matcher.quoteReplacement(text);
        });
    }
}
