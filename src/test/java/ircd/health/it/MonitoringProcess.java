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
import java.util.concurrent.TimeUnit;

/** Debian's Prometheus or Alertmanager on a free port of loopback, with its data in a folder of the test. */
public final class MonitoringProcess implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);
    private static final long STOP_SECONDS = 10;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;
    private final Path log;
    private final Process process;
    private final Thread reaper;

    private MonitoringProcess(Path folder, String program, String... options) {
        Daemons.require(program);
        address = "127.0.0.1:" + new Ports().free("127.0.0.1");
        log = folder.resolve(program + ".log");
        List<String> command = new ArrayList<>(List.of(program, "--web.listen-address=" + address, "--log.level=warn"));
        command.addAll(List.of(options));
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reaper = new Thread(process::destroyForcibly, "end of " + program);
        Runtime.getRuntime().addShutdownHook(reaper);
        try {
            Await.until(program + " is ready", START_DEADLINE, () -> !process.isAlive() || isReady());
        } finally {
            if (!process.isAlive()) {
                close();
            }
        }
        if (!process.isAlive()) {
            throw new AssertionError(program + " ended: " + log());
        }
    }

    /** Blocks until it is ready. What the configuration names besides must be in the folder. */
    public static MonitoringProcess prometheus(Path folder, String config) {
        Path file = write(folder.resolve("prometheus.yml"), config);
        return new MonitoringProcess(
                folder, "prometheus", "--config.file=" + file, "--storage.tsdb.path=" + folder.resolve("tsdb"));
    }

    /** Blocks until it is ready; it forms no cluster. */
    static MonitoringProcess alertmanager(Path folder, String config) {
        Path file = write(folder.resolve("alertmanager.yml"), config);
        return new MonitoringProcess(
                folder,
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
        Await.until(promql, atMost, () -> !query(promql).equals("[]"));
        return query(promql);
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } finally {
            Shutdown.forget(reaper);
        }
    }
}
