package ircd.health.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.EnumSource;

/** Those that ask for /health by themselves, with what the documentation tells them (the kind of daemon is no matter). */
@EnumSource(value = NetworkKind.class, names = "NGIRCD")
final class ProbesIT extends OverRealDaemons {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private TestCertificate certificate;
    private ServiceProcess service;

    @BeforeEach
    void serve() {
        Daemons.handOver(folder);
        certificate = TestCertificate.make(folder, "test", TestCertificate.Key.EC_PKCS8);
        service = ServiceProcess.watching(
                daemons(),
                "--cert",
                certificate.certificate().toString(),
                "--key",
                certificate.key().toString(),
                "--maintenance-file",
                drained().toString(),
                "--stable-duration",
                "1");
        service.awaitBody(HealthBody.of(true, true, true), SOON);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void curlSucceedsWhileTheServerIsRoutable() throws IOException {
        assertHealthCheck(
                "curl", 22, Map.of("CURL_CA_BUNDLE", certificate.certificate().toString()));
    }

    @Test
    void wgetSucceedsWhileTheServerIsRoutable() throws IOException {
        Path wgetrc = Files.writeString(folder.resolve("wgetrc"), "ca_certificate = " + certificate.certificate());
        assertHealthCheck("wget", 8, Map.of("WGETRC", wgetrc.toString()));
    }

    @Test
    void keepalivedTakesTheServerOutAndBack() throws IOException {
        Daemons.require("keepalived", "genhash", "tcc");
        DocSnippet snippet = DocSnippet.of("keepalived", "keepalived");
        List<String> genhash = List.of("genhash", "-s", "127.0.0.1", "-p", port(), "-u", "/health", "-S");
        assertTrue(
                snippet.text()
                        .contains("digest " + lastLine(Commands.run(genhash).output())),
                snippet.text());

        Path configuration = snippet.with("192.0.2.10", "127.0.0.10")
                .with("192.0.2.1 ", "127.0.0.1 ")
                .with("192.0.2.2 ", "127.0.0.2 ") // where nobody listens
                .with("8443", port())
                .writeTo(folder.resolve("keepalived.conf"));
        try (Keepalived keepalived = new Keepalived(configuration, folder)) {
            keepalived.await("Disabling service [127.0.0.2]", 1);
            keepalived.await("[127.0.0.1]:tcp:6667 succeed on service", 1);

            Files.createFile(drained());
            keepalived.await("Disabling service [127.0.0.1]", 1);

            Files.delete(drained());
            keepalived.await("Enabling service [127.0.0.1]", 1);
        }
    }

    @Test
    void blackboxExporterSucceedsWhileTheServerIsRoutable() throws IOException, InterruptedException {
        Daemons.require("prometheus-blackbox-exporter");
        int own = new Ports().free("127.0.0.1");
        Path configuration = DocSnippet.of("blackbox_exporter", "yaml").writeTo(folder.resolve("blackbox.yml"));
        try (Program exporter = new Program(
                List.of(
                        "prometheus-blackbox-exporter",
                        "--config.file=" + configuration,
                        "--web.listen-address=127.0.0.1:" + own),
                Map.of("SSL_CERT_FILE", certificate.certificate().toString()))) {
            exporter.await(Pattern.compile("msg=\"?(Listening)"), SOON);
            URI probe = probe(own, DocSnippet.of("Its scrape configuration", "yaml"));

            List<String> up = ask(probe);
            assertTrue(up.containsAll(List.of("probe_success 1", "probe_http_status_code 200")), up::toString);
            assertTrue(up.stream().anyMatch(line -> line.startsWith("probe_ssl_earliest_cert_expiry ")), up::toString);

            Files.createFile(drained());
            service.awaitStatus(503, SOON);
            List<String> down = ask(probe);
            assertTrue(down.containsAll(List.of("probe_success 0", "probe_http_status_code 503")), down::toString);

            Files.delete(drained());
            service.awaitStatus(200, SOON);
            assertTrue(ask(probe).contains("probe_success 1"));
        }
    }

    /** What a container runtime does with the snippet, and without its last words, which turn any failure into 1. */
    private void assertHealthCheck(String program, int exitCodeOf503, Map<String, String> environment)
            throws IOException {
        Daemons.require(program);
        String healthCheck = DocSnippet.of(program, "dockerfile")
                .with("irc.example.org:8443", "localhost:" + port())
                .text();
        String command = healthCheck.substring(healthCheck.indexOf(" CMD ") + " CMD ".length());
        String bare = command.replaceFirst(" \\|\\| exit 1\\s*$", "");

        assertEquals(0, run(command, environment));
        Files.createFile(drained());
        service.awaitStatus(503, SOON);
        assertEquals(1, run(command, environment));
        assertEquals(exitCodeOf503, run(bare, environment));
        Files.delete(drained());
        service.awaitStatus(200, SOON);
        assertEquals(0, run(bare, environment));
    }

    private static int run(String command, Map<String, String> environment) {
        try (Program shell = new Program(List.of("sh", "-c", command), environment)) {
            return shell.awaitEnd();
        }
    }

    /** What Prometheus would ask the exporter for. */
    private URI probe(int exporter, DocSnippet scrape) {
        DocSnippet here = scrape.with("leaf1.irc.example.org:8443", "localhost:" + port());
        return URI.create("http://127.0.0.1:%d/probe?module=%s&target=%s"
                .formatted(
                        exporter,
                        first("module: \\[(\\w+)\\]", here.text()),
                        URLEncoder.encode(first("targets: \\['([^']+)'", here.text()), UTF_8)));
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return matcher.group(1);
    }

    private static List<String> ask(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body()
                .lines()
                .toList();
    }

    private static String lastLine(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        return lines.get(lines.size() - 1);
    }

    private Path drained() {
        return folder.resolve("drained");
    }

    private String port() {
        return String.valueOf(service.uri().getPort());
    }
}
