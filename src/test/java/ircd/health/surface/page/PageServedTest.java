package ircd.health.surface.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.parity.Story;
import ircd.health.surface.prometheus.MetricsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as the metrics server serves it. */
@Timeout(30)
class PageServedTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private MetricsServer server;

    @BeforeEach
    void start() throws IOException {
        server = MetricsServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Story.named("routable"),
                Story.traffic(),
                null,
                "1.2.3",
                Map.of("/", PageState.HEALTHY.page()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Origin", "https://elsewhere.example")
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString(UTF_8));
    }

    @Test
    void aBrowserMayDoNothingWithItButShowIt() throws Exception {
        HttpResponse<String> answer = ask("GET", "/");
        String style = Jsoup.parse(answer.body()).select("style").first().data();
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(UTF_8)));

        assertEquals(200, answer.statusCode());
        assertEquals(List.of("text/html; charset=utf-8"), answer.headers().allValues("Content-Type"));
        assertEquals(
                List.of("default-src 'none'; style-src 'sha256-" + hash
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
                answer.headers().allValues("Content-Security-Policy"));
        assertEquals(List.of("nosniff"), answer.headers().allValues("X-Content-Type-Options"));
        assertEquals(List.of("no-referrer"), answer.headers().allValues("Referrer-Policy"));
        assertEquals(List.of("no-store"), answer.headers().allValues("Cache-Control"));
        assertFalse(answer.headers().map().keySet().stream()
                .anyMatch(name -> name.matches("(?i)set-cookie|server|access-control-.*")));
    }

    @Test
    void headHasTheSameHeadersAndNoBody() throws Exception {
        HttpResponse<String> head = ask("HEAD", "/");

        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        assertEquals(
                ask("GET", "/").headers().allValues("Content-Security-Policy"),
                head.headers().allValues("Content-Security-Policy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?pause", "/?anything"})
    void aQueryIsNoOtherPath(String path) throws Exception {
        HttpResponse<String> answer = ask("GET", path);

        assertEquals(200, answer.statusCode());
        assertEquals(!path.endsWith("pause"), answer.body().contains("http-equiv=\"refresh\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        HttpResponse<String> answer = ask(method, "/");

        assertEquals(405, answer.statusCode());
        assertEquals(List.of("GET, HEAD"), answer.headers().allValues("Allow"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/index.html", "/page", "/favicon.ico", "/%2e/"})
    void thereIsNothingElsewhere(String path) throws Exception {
        assertEquals(404, ask("GET", path).statusCode());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9679, 200", "10.1.2.3, 200", "[::1]:9679, 200", "localhost:1, 200", "LOCALHOST, 200",
        "rebound.example:9679, 421", "127.0.0.1.example, 421", "localhost.example, 421", "[::1].example, 421", "'', 421"
    })
    void itIsShownByAddressOrAsLocalhostAlone(String host, int status) throws Exception {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.getOutputStream().write(("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
            assertEquals(status == 200, answer.contains("<html"));
        }
    }

    @Test
    void metricsAreWhereTheyWere() throws Exception {
        assertTrue(ask("GET", "/metrics").body().contains("\nircd_health_routable 1.0\n"));
    }
}
