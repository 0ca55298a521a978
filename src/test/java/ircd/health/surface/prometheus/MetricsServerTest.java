package ircd.health.surface.prometheus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Info;
import ircd.health.parity.Story;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MetricsServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String SCRAPE = "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private final List<Socket> sockets = new ArrayList<>();
    private MetricsServer server;

    @BeforeEach
    void start() throws IOException {
        server = MetricsServer.start(ANY_PORT, Story.named("routable"), Story.traffic(), null, "1.2.3");
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.connect(server.address());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private Socket send(String bytes) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(bytes.getBytes(US_ASCII));
        return socket;
    }

    /** The whole answer to a request that asks for the connection to be closed. */
    private String answerTo(String request) throws IOException {
        return new String(send(request).getInputStream().readAllBytes(), US_ASCII);
    }

    private static String request(String method, String path, String... headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + Set.of(headers).stream().map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n";
    }

    private void assertScrapeIsAnswered() throws IOException {
        String answer = answerTo(SCRAPE);
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.contains("\nircd_health_routable 1.0\n"), answer);
    }

    @Test
    void aScrapeHasOurFamiliesAndThoseOfTheJvm() throws IOException {
        String answer = answerTo(SCRAPE);

        assertTrue(answer.contains("\r\nContent-type: text/plain; version=0.0.4; charset=utf-8\r\n"), answer);
        assertTrue(answer.contains("\n# TYPE ircd_health_polls_total counter\nircd_health_polls_total 5.0\n"), answer);
        assertTrue(answer.contains("\nircd_health_build_info{version=\"1.2.3\",} 1.0\n"), answer);
        assertTrue(answer.contains("\nprocess_cpu_seconds_total "), answer);
        assertTrue(answer.contains("\njvm_memory_bytes_used{"), answer);
    }

    @Test
    void openMetricsIsThereForThoseWhoAskForIt() throws IOException {
        String answer = answerTo(request("GET", "/metrics", "Accept: application/openmetrics-text; version=1.0.0"));

        assertTrue(answer.contains("\r\nContent-type: application/openmetrics-text; version=1.0.0;"), answer);
        assertTrue(answer.contains("\n# TYPE ircd_health_polls counter\n"), answer);
        assertTrue(answer.contains("# EOF\n"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/openmetrics-text; version=1.0.0"})
    void noSeriesSaysWhenACounterWasMade(String format) throws IOException {
        server.close();
        CollectorRegistry registry = new CollectorRegistry();
        Counter.build("things", "Some.").register(registry).inc();
        server = MetricsServer.start(ANY_PORT, registry, PageServer.Limits.DEFAULT);

        String answer = answerTo(request("GET", "/metrics", "Accept: " + format));

        assertTrue(answer.contains("\nthings_total 1.0\n"), answer);
        assertFalse(answer.contains("_created"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept: */*", "Accept-Encoding: gzip"})
    void headIsAnsweredWithoutABody(String header) throws IOException {
        String answer = answerTo(request("HEAD", "/metrics", header));

        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.contains("\r\nContent-type: text/plain; version=0.0.4"), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
    }

    /** Whoever sends more than one request does not lose the answer to the first, which a reset would take along. */
    @Test
    void aConnectionEndsWithItsFirstAnswerWhateverElseIsSent() throws IOException {
        startWithALargePage();

        String answer = answerTo("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n" + SCRAPE + "x".repeat(50_000));

        assertEquals(2, answer.split("HTTP/1.1", -1).length);
        assertTrue(answer.contains("\r\nConnection: close\r\n"));
        assertTrue(answer.endsWith("x\",} 1.0\n"), answer.substring(answer.length() - 20));
    }

    private void startWithALargePage() throws IOException {
        server.close();
        CollectorRegistry registry = new CollectorRegistry();
        Info.build("large", "More than the buffers of a connection hold.")
                .register(registry)
                .info("text", "x".repeat(6_000_000));
        server = MetricsServer.start(ANY_PORT, registry, PageServer.Limits.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /metrics\r\n\r\n",
                "GET /metrics SPDY/1\r\n\r\n",
                "GET  /metrics HTTP/1.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\n\r\n",
                "GET mailto:x HTTP/1.1\r\n\r\n",
                "GET /metrics HTTP/1.1\r\n: no name\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nno colon\r\n\r\n",
                "\r\n\r\n",
                "\u0016\u0003\u0001 a TLS handshake\r\n\r\n"
            })
    void whatIsNoRequestIsABadOne(String bytes) throws IOException {
        assertTrue(answerTo(bytes).startsWith("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n"));
    }

    @Test
    void aHeadThatIsTooLongIsABadRequest() throws IOException {
        assertTrue(answerTo("GET /metrics HTTP/1.1\r\nX: " + "x".repeat(9000)).startsWith("HTTP/1.1 400 "));
    }

    @Test
    void aPageThatFailsIsAnErrorAndTheNextOneIsServed() throws IOException {
        server.close();
        CollectorRegistry registry = new CollectorRegistry();
        Gauge.build("broken", "Twice.").register(registry).setChild(new Gauge.Child() {
            private int asked;

            @Override
            public double get() {
                switch (++asked) {
                    case 1 -> throw new IllegalStateException("broken on purpose");
                    case 2 -> throw new NoClassDefFoundError("as of a jar that was replaced");
                    default -> {
                        return 7;
                    }
                }
            }
        });
        server = MetricsServer.start(ANY_PORT, registry, PageServer.Limits.DEFAULT);

        assertTrue(answerTo(SCRAPE).startsWith("HTTP/1.1 500 "));
        assertTrue(answerTo(SCRAPE).startsWith("HTTP/1.1 500 "));
        assertTrue(answerTo(SCRAPE).contains("\nbroken 7.0\n"));
    }

    @Test
    void whatWasBoundAndNeverStartedLetsGoOfItsPort() throws IOException {
        PageServer neverStarted = PageServer.bind(ANY_PORT, PageServer.Limits.DEFAULT, new MetricsFilter(Map.of()));
        InetSocketAddress address = neverStarted.getAddress();

        neverStarted.stop(0);
        neverStarted.stop(0);

        PageServer.bind(address, PageServer.Limits.DEFAULT, new MetricsFilter(Map.of()))
                .stop(0);
    }

    /** To some JDKs this is a path, to newer ones an authority without a path, which they refuse by themselves. */
    @Test
    void twoSlashesAreNotOne() throws IOException {
        String answer = answerTo(request("GET", "//metrics"));

        assertTrue(answer.startsWith("HTTP/1.1 404 ") || answer.startsWith("HTTP/1.1 400 "), answer);
        assertFalse(answer.contains("ircd_health"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics/", "/metricsx", "/-/healthy", "/Metrics", "/health"})
    void thereIsNothingElsewhere(String path) throws IOException {
        String answer = answerTo(request("GET", path));

        assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        assertFalse(answer.contains("ircd_health"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"})
    void otherMethodsAreNotAllowed(String method) throws IOException {
        String answer = answerTo(request(method, "/metrics"));

        assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
        assertTrue(answer.contains("\r\nAllow: GET, HEAD\r\n"), answer);
    }

    @Test
    void aQueryMayAskForSomeSeriesOnly() throws IOException {
        String answer = answerTo(request("GET", "/metrics?name[]=ircd_health_warm"));

        assertTrue(answer.endsWith("# TYPE ircd_health_warm gauge\nircd_health_warm 1.0\n"), answer);
    }

    @Test
    void halfSentRequestsDoNotBlockAScrape() throws IOException {
        for (int i = 0; i < 20; i++) {
            send("GET /metrics HTTP/1.1\r\nHost:");
        }

        long start = System.nanoTime();
        assertScrapeIsAnswered();

        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 3000, "only after the deadline");
    }

    @Test
    void aHalfSentRequestIsClosedAtItsDeadline() throws IOException {
        server.close();
        server = MetricsServer.start(
                ANY_PORT, new CollectorRegistry(), new PageServer.Limits(4, Duration.ofMillis(100)));

        assertEquals(-1, send("GET /metrics HTTP/1.1\r\nHost:").getInputStream().read());
    }

    @Test
    void clientsThatDoNotReadDoNotBlockAScrape() throws IOException {
        startWithALargePage();
        for (int i = 0; i < 20; i++) {
            // Its first byte shows that the server is writing.
            assertEquals('H', send(SCRAPE).getInputStream().read());
        }

        assertTrue(answerTo(request("GET", "/metrics?name[]=none")).startsWith("HTTP/1.1 200 OK\r\n"));
    }

    @Test
    void aHundredSilentConnectionsDoNotBlockAScrape() throws IOException {
        for (int i = 0; i < 100; i++) {
            connect();
        }

        assertScrapeIsAnswered();
    }

    @Test
    void noSystemPropertyStaysSet() {
        Set<String> left = System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("sun.net.httpserver"))
                .collect(Collectors.toSet());

        assertEquals(Set.of(), left);
    }

    @Test
    void itsThreadsAreDaemonsWithoutTheClassLoaderOfTheCaller() throws IOException {
        server.close();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader ofTheHost = new URLClassLoader(new URL[0])) {
            Thread.currentThread().setContextClassLoader(ofTheHost);
            start();
            assertScrapeIsAnswered();

            assertEquals(ofTheHost, Thread.currentThread().getContextClassLoader());
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread != Thread.currentThread()) {
                    assertNotEquals(ofTheHost, thread.getContextClassLoader(), thread.getName());
                }
                assertTrue(thread.isDaemon() || !thread.getName().startsWith("HTTP-Dispatcher"), thread.getName());
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void anAddressInUseIsSaidInAFewWords() {
        BindException e = assertThrows(
                BindException.class,
                () -> MetricsServer.start(server.address(), Story.named("routable"), Story.traffic(), null, "1.2.3"));

        assertEquals("Address already in use", e.getMessage());
    }

    @Test
    void anUnknownHostIsSaidInAFewWords() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("nowhere.invalid", 9679);

        UnknownHostException e = assertThrows(
                UnknownHostException.class,
                () -> MetricsServer.start(unknown, Story.named("routable"), Story.traffic(), null, "1.2.3"));

        assertEquals("unknown host", e.getMessage());
    }

    @Test
    void closingTwiceIsClosingOnce() {
        server.close();
        server.close();

        assertThrows(ConnectException.class, this::connect);
    }
}
