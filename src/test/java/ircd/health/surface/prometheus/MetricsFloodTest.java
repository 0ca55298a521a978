package ircd.health.surface.prometheus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.client.CollectorRegistry;
import ircd.health.parity.Story;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Crowds that come as fast as they can, and stay: a scrape is answered within a second. */
@Timeout(60)
class MetricsFloodTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration SOON_ENOUGH = Duration.ofSeconds(1);
    private static final int CROWD = 3000;

    private final List<Socket> crowd = new ArrayList<>();
    private final ExecutorService flooder = Executors.newSingleThreadExecutor();
    private MetricsServer server;

    @BeforeEach
    void start() throws IOException {
        server = MetricsServer.start(ANY_PORT, Story.named("routable"), Story.traffic(), null, "1.2.3");
        scrape(); // the first one loads classes
    }

    @AfterEach
    void close() throws IOException {
        flooder.shutdownNow();
        server.close();
        for (Socket socket : crowd) {
            socket.close();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096); // small, for those who do not read
        socket.connect(server.address());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private void flood(String bytes) throws IOException {
        for (int i = 0; i < CROWD; i++) {
            Socket socket = connect();
            crowd.add(socket);
            try {
                socket.getOutputStream().write(bytes.getBytes(US_ASCII));
            } catch (SocketException e) {
                // it has made way already
            }
        }
    }

    private Duration scrape() throws IOException {
        long start = System.nanoTime();
        String answer = ask();
        while (answer.isEmpty()) {
            answer = ask();
        }
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.contains("\nircd_health_routable 1.0\n"), answer);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Empty if this thread was halted before it could ask, and had to make way for a whole house of newcomers. */
    private String ask() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        } catch (SocketException displaced) {
            return "";
        }
    }

    @ParameterizedTest
    @CsvSource({
        "silent,                 ''",
        "half-sent,              'GET /metrics HTTP/1.1|Host:'",
        "not read,               'GET /metrics HTTP/1.1|Host: x||'",
        "not read nor the same,  'GET /metrics?name[]=jvm_info HTTP/1.1|Host: x||'",
        "elsewhere,              'GET /favicon.ico HTTP/1.1|Host: x||'",
        "with a body to come,    'POST /metrics HTTP/1.1|Host: x|Content-Length: 9999999||more'"
    })
    void whileACrowdComesEveryScrapeIsAnsweredWithinASecond(String what, String request) throws Exception {
        CompletableFuture<Void> flood = CompletableFuture.runAsync(
                () -> {
                    try {
                        flood(request.replace("|", "\r\n"));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                flooder);
        Duration slowest = Duration.ZERO;
        int scrapes = 0;
        while (!flood.isDone()) {
            Duration took = scrape();
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
            scrapes++;
        }
        flood.join();

        assertTrue(slowest.compareTo(SOON_ENOUGH) < 0, what + ": " + slowest);
        assertTrue(scrape().compareTo(SOON_ENOUGH) < 0, "with all of them there");
        assertTrue(scrapes > 0);
    }

    @Test
    void theOldestMakesWayWhenAllPlacesAreTaken() throws IOException {
        int places = PageServer.Limits.DEFAULT.connections();
        for (int i = 0; i <= places; i++) {
            crowd.add(connect());
        }

        assertEquals(-1, crowd.get(0).getInputStream().read());
        crowd.get(1).getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
        assertEquals('H', crowd.get(1).getInputStream().read());
    }

    @Test
    void whoSaysNothingIsClosedAtTheDeadline() throws IOException {
        server.close();
        server = MetricsServer.start(
                ANY_PORT, new CollectorRegistry(), new PageServer.Limits(8, Duration.ofMillis(100)));
        crowd.add(connect());

        assertEquals(-1, crowd.get(0).getInputStream().read());
    }
}
