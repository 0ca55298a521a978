package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every query of the dashboards gives something in a real Prometheus, over a network of two demos that have a story to tell. */
@ResourceLock(Ports.DEFAULTS)
final class DashboardIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path KIT = Path.of("grafana/prometheus");
    private static final Pattern METRICS = Pattern.compile("curl http://(\\S+)/metrics");
    private static final Pattern HEALTH = Pattern.compile("curl -i (?:--cacert \\S+ )?(https?://\\S+/health)");

    @TempDir
    private static Path folder;

    private static final List<AutoCloseable> RUNNING = new ArrayList<>();
    private static MonitoringProcess prometheus;

    @BeforeAll
    static void start() throws IOException {
        JavaProcess hangs = demo("hang");
        JavaProcess expires = demo("expired");
        URI endpoint = URI.create(expires.await(HEALTH, SOON));
        speakPlainTo(endpoint);
        ServiceProcess tls = judgingPortWithTls(endpoint.getPort());
        new HealthClient(URI.create(hangs.await(HEALTH, SOON))).ask();
        for (String rules : List.of("recording.yml", "alerts.yml")) {
            Files.copy(KIT.resolve(rules), folder.resolve(rules));
        }
        prometheus = MonitoringProcess.prometheus(
                folder,
                Files.readString(KIT.resolve("prometheus.yml"))
                        .replace("_interval: 15s", "_interval: 1s")
                        .replace(
                                "127.0.0.1:9679\"",
                                String.join(
                                                "\", \"",
                                                hangs.await(METRICS, SOON),
                                                expires.await(METRICS, SOON),
                                                tls.metrics(SOON).getAuthority())
                                        + "\""));
        RUNNING.add(prometheus);
    }

    private static JavaProcess demo(String scenario) {
        JavaProcess demo = new JavaProcess(
                List.of("-jar", JavaProcess.jar(), "demo", "--scenario", scenario, "--times-faster", "5"));
        RUNNING.add(demo);
        demo.await(ServiceProcess.LISTENING, SOON);
        return demo;
    }

    /** The endpoint refuses that, and counts it. */
    private static void speakPlainTo(URI endpoint) {
        assertTrue(new HealthClient(URI.create("http://" + endpoint.getAuthority() + endpoint.getPath()))
                .ask()
                .failed());
    }

    /** The demo's client port has no certificate; to this service, the demo's endpoint is a client port that has. */
    private static ServiceProcess judgingPortWithTls(int port) {
        ServiceProcess service = ServiceProcess.start(
                "--client-port",
                String.valueOf(port),
                "--client-tls",
                "--s2s-ports",
                "none",
                "--allow-http",
                "--mode",
                "cached",
                "--poll-interval",
                "5",
                "--metrics-listen",
                "127.0.0.1:0");
        RUNNING.add(service);
        return service;
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable running : RUNNING) {
            running.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ircd-health.json", "ircd-health-network.json"})
    void everyQueryGivesSomething(String file) throws IOException {
        JsonNode dashboard =
                new ObjectMapper().readTree(Path.of("grafana/dashboards", file).toFile());
        int asked = 0;
        for (JsonNode target : dashboard.findValues("targets").stream()
                .flatMap(targets -> targets.findParents("expr").stream())
                .toList()) {
            String query = target.get("expr")
                    .asText()
                    .replace("=\"$instance\"", "=~\".+\"")
                    .replace("$network", "example")
                    .replace("$__rate_interval", "10s");
            prometheus.await(query, SOON);
            asked++;
        }
        assertTrue(asked > 20, () -> "too few queries were found");
    }
}
