package ircd.health.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.it.MonitoringProcess;
import ircd.health.it.Promtool;
import ircd.health.verdict.PublicState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One state, four surfaces, the same facts: the public JSON, JMX, the built-in /metrics and the stock JMX agent's. */
@Timeout(120)
class ParityIT {
    private static final String PREFIX = "ircd_health_";

    /** The JMX attribute that says the same as a family. */
    private static final Map<String, String> JMX = Map.ofEntries(
            Map.entry("client_valid", "Health.ClientValid"),
            Map.entry("s2s_valid", "Health.S2sValid"),
            Map.entry("routable", "Health.Routable"),
            Map.entry("warm", "Health.Warm"),
            Map.entry("maintenance", "Health.Maintenance"),
            Map.entry("s2s_links", "Health.S2sLinks"),
            Map.entry("s2s_links_stable", "Health.S2sLinksStable"),
            Map.entry("s2s_links_stalled", "Health.S2sLinksStalled"),
            Map.entry("s2s_oldest_link_age_seconds", "Health.S2sOldestLinkAgeSeconds"),
            Map.entry("client_accept_backlog", "Health.ClientAcceptBacklog"),
            Map.entry("client_check_seconds", "Health.ClientCheckSeconds"),
            Map.entry("client_certificate_not_after_timestamp_seconds", "Health.ClientCertificateNotAfterEpochSeconds"),
            Map.entry("client_failures_total", "Health.ClientFailures"),
            Map.entry("polls_total", "Health.PollCount"),
            Map.entry("poll_failures_total", "Health.PollFailureCount"),
            Map.entry("poll_seconds", "Health.PollSeconds"),
            Map.entry("last_poll_timestamp_seconds", "Health.LastPollEpochSeconds"),
            Map.entry("transitions_total", "Health.TransitionCount"),
            Map.entry("last_transition_timestamp_seconds", "Health.LastTransitionEpochSeconds"),
            Map.entry("endpoint_requests_total", "Endpoint.RequestsByCode"),
            Map.entry("endpoint_refused_total", "Endpoint.RefusedByReason"),
            Map.entry("endpoint_connections", "Endpoint.ConnectionsOpen"),
            Map.entry("endpoint_handshake_failures_total", "Endpoint.TlsHandshakeFailures"),
            Map.entry("certificate_not_after_timestamp_seconds", "Certificate.NotAfterEpochSeconds"),
            Map.entry("certificate_reloads_total", "Certificate.ReloadCount"),
            Map.entry("certificate_reload_failures_total", "Certificate.ReloadFailureCount"));

    private static final Set<String> MAY_BE_UNKNOWN = Set.of(
            "client_accept_backlog",
            "client_certificate_not_after_timestamp_seconds",
            "last_poll_timestamp_seconds",
            "last_transition_timestamp_seconds",
            "certificate_not_after_timestamp_seconds",
            "certificate_reloads_total",
            "certificate_reload_failures_total");

    private static final String BOTH = "{__name__=\"" + PREFIX + "%s\", job=~\"ircd-health(-jmx)?\"}";

    /** Set operators do not look at names: this makes a label of it. */
    private static final String NAMED =
            "label_replace({__name__=~\"" + PREFIX + ".+\", job=\"%s\"}, \"family\", \"$1\", \"__name__\", \"(.+)\")";

    private static final String DIFFERENT = NAMED + " != ignoring(job, instance) " + NAMED;
    private static final String MISSING = NAMED + " unless ignoring(job, instance) " + NAMED;

    private record Surfaces(
            String json,
            Map<String, Double> jmx,
            Map<String, Exposition.Family> builtIn,
            Map<String, Exposition.Family> agent) {}

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "routable, true,  true,  true,  true",
        "unlinked, true,  false, false, true",
        "warming,  true,  true,  false, false"
    })
    void whatIsKnownIsTheSameOnEverySurface(
            String story, boolean clientValid, boolean s2sValid, boolean routable, boolean warm) throws Exception {
        Surfaces surfaces = surfaces(story, "0", certificate("a"), key("a"), certificate("b"), key("b"));

        assertEquals(JMX.keySet(), withoutBuildInfo(surfaces.builtIn));
        assertTheSame(surfaces);
        assertEquals(new PublicState(clientValid, s2sValid, routable, warm).toJson(), surfaces.json);
    }

    @Test
    void whatIsUnknownIsAbsentOnEverySurface() throws Exception {
        Surfaces surfaces = surfaces("unknown", "0");

        Set<String> expected = new TreeSet<>(JMX.keySet());
        expected.removeAll(MAY_BE_UNKNOWN);
        assertEquals(expected, withoutBuildInfo(surfaces.builtIn));
        assertTheSame(surfaces);
        assertEquals(new PublicState(false, false, false, false).toJson(), surfaces.json);
    }

    /** With the configuration that is shipped, but for addresses and intervals. */
    @Test
    void prometheusSeesTheSameFamiliesWithTheSameValuesOnBoth() throws Exception {
        try (HostProcess host =
                        HostProcess.start("routable", "0", certificate("a"), key("a"), certificate("b"), key("b"));
                MonitoringProcess prometheus = MonitoringProcess.prometheus(folder, scraping(host))) {
            prometheus.await("count(" + BOTH.formatted("build_info") + ") == 2", Duration.ofSeconds(20));

            assertEquals("[]", prometheus.query(DIFFERENT.formatted("ircd-health", "ircd-health-jmx")));
            assertEquals("[]", prometheus.query(MISSING.formatted("ircd-health", "ircd-health-jmx")));
            assertEquals("[]", prometheus.query(MISSING.formatted("ircd-health-jmx", "ircd-health")));
            for (String family : JMX.keySet()) {
                String both = "count(count by (job) (" + BOTH.formatted(family) + ")) == 2";
                assertNotEquals("[]", prometheus.query(both), family);
            }
        }
    }

    private String scraping(HostProcess host) throws IOException {
        Path kit = Path.of("grafana/prometheus");
        for (String rules : List.of("recording.yml", "alerts.yml")) {
            Files.copy(kit.resolve(rules), folder.resolve(rules));
        }
        return Files.readString(kit.resolve("prometheus.yml"))
                .replace("_interval: 15s", "_interval: 1s")
                .replace("127.0.0.1:9679", "127.0.0.1:" + host.metricsPort())
                .replace("127.0.0.1:9404", "127.0.0.1:" + host.agentPort());
    }

    @Test
    void promtoolFindsNothingToComplainAboutOnEither() throws Exception {
        try (HostProcess host =
                HostProcess.start("routable", "0", certificate("a"), key("a"), certificate("b"), key("b"))) {
            for (int port : List.of(host.metricsPort(), host.agentPort())) {
                assertEquals("", Promtool.checkMetrics(scrape(port)));
            }
        }
    }

    private static void assertTheSame(Surfaces surfaces) {
        assertEquals(lines(surfaces.builtIn), lines(surfaces.agent));
        JMX.forEach((name, attribute) ->
                assertEquals(jmxValues(surfaces.jmx, attribute), values(surfaces.builtIn.get(PREFIX + name)), name));
        Map.of("clientValid", "client_valid", "s2sValid", "s2s_valid", "routable", "routable", "warm", "warm")
                .forEach((key, name) -> {
                    double value = surfaces.builtIn.get(PREFIX + name).samples().get("");
                    assertTrue(surfaces.json.contains("\"" + key + "\": " + (value == 1)), name);
                });
        assertEquals(
                Map.of("version=\"" + ParityHost.VERSION + "\"", 1.0),
                surfaces.builtIn.get(PREFIX + "build_info").samples());
    }

    /** One line for each fact, so that a difference can be read. */
    private static String lines(Map<String, Exposition.Family> families) {
        return families.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    private static Set<String> withoutBuildInfo(Map<String, Exposition.Family> families) {
        return families.keySet().stream()
                .map(name -> name.substring(PREFIX.length()))
                .filter(name -> !name.equals("build_info"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Double> values(Exposition.Family family) {
        Map<String, Double> byLabel = new TreeMap<>();
        if (family != null) {
            family.samples().forEach((labels, value) -> byLabel.put(labels.replaceAll(".*\"(.*)\"", "$1"), value));
        }
        return byLabel;
    }

    private static Map<String, Double> jmxValues(Map<String, Double> jmx, String attribute) {
        Map<String, Double> byKey = new TreeMap<>();
        jmx.forEach((fact, value) -> {
            if (fact.equals(attribute)) {
                byKey.put("", value);
            } else if (fact.startsWith(attribute + "{")) {
                byKey.put(fact.substring(attribute.length() + 1, fact.length() - 1), value);
            }
        });
        return byKey;
    }

    private static Surfaces surfaces(String... args) throws Exception {
        try (HostProcess host = HostProcess.start(args)) {
            return new Surfaces(
                    host.json(),
                    host.jmx(),
                    Exposition.parse(scrape(host.metricsPort()), PREFIX),
                    renamed(Exposition.parse(scrape(host.agentPort()), PREFIX)));
        }
    }

    /** The one difference that no rule can mend: the agent takes the suffix _info off every name. */
    private static Map<String, Exposition.Family> renamed(Map<String, Exposition.Family> agent) {
        Exposition.Family build = agent.remove(PREFIX + "build");
        assertNotNull(
                build, () -> "the agent kept the name: drop this and the relabelling in prometheus.yml: " + agent);
        agent.put(PREFIX + "build_info", build);
        return agent;
    }

    private static String scrape(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .timeout(Duration.ofSeconds(30))
                .build();
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertEquals(200, answer.statusCode());
        return answer.body();
    }

    /** Makes the pair, too. */
    private String certificate(String name) throws IOException, InterruptedException {
        String cert = folder.resolve(name + ".crt").toString();
        List<String> command = new ArrayList<>(List.of(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90".split(" ", -1)));
        command.addAll(List.of("-subj", "/CN=" + name, "-keyout", key(name), "-out", cert));
        Process openssl = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, openssl.waitFor());
        return cert;
    }

    private String key(String name) {
        return folder.resolve(name + ".key").toString();
    }
}
