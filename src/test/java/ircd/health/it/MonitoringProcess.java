package ircd.health.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Debian's Prometheus or Alertmanager on a free port of loopback, with its data in a folder of the test. */
public final class MonitoringProcess implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;
    private final Program program;

    private MonitoringProcess(String name, String... options) {
        Daemons.require(name);
        address = "127.0.0.1:" + new Ports().free("127.0.0.1");
        List<String> command = new ArrayList<>(List.of(name, "--web.listen-address=" + address, "--log.level=warn"));
        command.addAll(List.of(options));
        program = new Program(command);
        try {
            Await.until(name + " is ready", START_DEADLINE, () -> !program.isAlive() || isReady(), program::output);
            if (!program.isAlive()) {
                throw new AssertionError(name + " ended: " + program.output());
            }
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    /** Blocks until it is ready. What the configuration names besides must be in the folder. */
    public static MonitoringProcess prometheus(Path folder, String config) {
        Path file = write(folder.resolve("prometheus.yml"), config);
        return new MonitoringProcess(
                "prometheus", "--config.file=" + file, "--storage.tsdb.path=" + folder.resolve("tsdb"));
    }

    /** Blocks until it is ready; it forms no cluster. */
    static MonitoringProcess alertmanager(Path folder, String config) {
        Path file = write(folder.resolve("alertmanager.yml"), config);
        return new MonitoringProcess(
                "prometheus-alertmanager",
                "--config.file=" + file,
                "--storage.path=" + folder.resolve("alertmanager"),
                "--cluster.listen-address=");
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private java.net.http.HttpResponse<String> get(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(START_DEADLINE)
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** HOST:PORT, as Prometheus' configuration has it. */
    String address() {
        return address;
    }

    /** What PromQL gives now, as the JSON array of the HTTP API; {@code []} for nothing. */
    public String query(String promql) {
        try {
            var answer = get("/api/v1/query?query=" + URLEncoder.encode(promql, UTF_8));
            if (answer.statusCode() != 200) {
                throw new AssertionError(promql + ": " + answer.body());
            }
            String start = "\"result\":";
            return answer.body()
                    .substring(
                            answer.body().indexOf(start) + start.length(),
                            answer.body().lastIndexOf("}}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks until the query gives something. */
    public String await(String promql, Duration atMost) {
        Await.until(promql, atMost, () -> !query(promql).equals("[]"), program::output);
        return query(promql);
    }

    @Override
    public void close() {
        program.close();
    }
}
