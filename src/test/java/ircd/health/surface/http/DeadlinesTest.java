package ircd.health.surface.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.verdict.PublicState;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deadlines of some hundred milliseconds; what is waited for is the server's close, not the time. */
@ExtendWith(QuietLog.class)
class DeadlinesTest {
    private static final String GET = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Endpoints endpoints = new Endpoints();

    @ParameterizedTest
    @EnumSource
    void aClientThatNeverSpeaksIsClosed(Way way) throws IOException {
        endpoints.headerDeadline = SHORT;
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            assertEquals("", client.rest());
        }
        assertEquals(1, endpoints.stats.refusedByReason().get("header-timeout"));
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatSendsByteByByteIsClosedAtTheDeadlineForTheWholeHead(Way way) throws IOException {
        endpoints.headerDeadline = SHORT;
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            client.send("GET /health HTTP/1.1\r\n");
            dripUntilClosed(client);
        }
        assertEquals(1, endpoints.stats.refusedByReason().get("header-timeout"));
    }

    @ParameterizedTest
    @EnumSource
    void theDeadlineHoldsForLaterRequestsFromTheirFirstByte(Way way) throws IOException {
        endpoints.headerDeadline = SHORT;
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            client.send(GET).answer();
            client.send("GET / HTTP/1.1\r\n");
            dripUntilClosed(client);
        }
        assertEquals(1, endpoints.stats.refusedByReason().get("header-timeout"));
    }

    /** Header lines without end, so that no limit but the time is met: some bytes every 20 ms. */
    private static void dripUntilClosed(Client client) {
        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> {
            try {
                client.send("a:b\r\n");
                return false;
            } catch (SocketException closed) {
                return true;
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO_JDK_TLS", "EPOLL_BORINGSSL"})
    void aHandshakeThatIsNotCompletedIsClosed(Way way) throws IOException {
        endpoints.handshakeDeadline = SHORT;
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client silent = new Client(Client.connect(endpoint.address(), null));
                Client stuck = new Client(Client.connect(endpoint.address(), null))) {
            stuck.send("\u0016\u0003\u0001\u0002\u0000\u0001\u0000");
            assertEquals("", silent.rest());
            assertEquals("", stuck.rest());
            Awaitility.await().until(() -> endpoints.stats.connectionsOpen() == 0);
        }
        assertEquals(2, endpoints.stats.refusedByReason().get("handshake-timeout"));
        assertEquals(1, endpoints.stats.handshakeFailures());
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionIdleBetweenRequestsIsClosedAndCountsAsNoRefusal(Way way) throws IOException {
        endpoints.idleTimeout = SHORT;
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            client.send(GET).answer();
            client.send(GET).answer();
            assertEquals("", client.rest());
        }
        assertTrue(endpoints.stats.refusedByReason().values().stream().allMatch(count -> count == 0));
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionWhoseAnswerIsDueIsNotClosed(Way way) throws IOException {
        endpoints.headerDeadline = SHORT;
        endpoints.idleTimeout = SHORT;
        Queue<Consumer<PublicState>> asked = new ConcurrentLinkedQueue<>();
        endpoints.source = asked::add;
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client waiting = new Client(endpoint.address(), way.tls)) {
            waiting.send(GET);
            Awaitility.await().until(() -> !asked.isEmpty());
            // One that connects later runs into the same deadlines: they have passed when it is gone.
            try (Client silent = new Client(endpoint.address(), way.tls)) {
                silent.rest();
            }
            asked.remove().accept(Endpoints.UP);
            assertTrue(waiting.answer().startsWith("HTTP/1.1 200"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatDoesNotReadItsAnswersIsClosed(Way way) throws Exception {
        endpoints.headerDeadline = Duration.ofMillis(500);
        AtomicBoolean stopped = new AtomicBoolean();
        try (PublicEndpoint endpoint = endpoints.start(way)) {
            Socket plain = new Socket();
            plain.setReceiveBufferSize(4096);
            plain.connect(endpoint.address());
            Client client = new Client(way.tls ? Client.handshake(plain, endpoint.address()) : plain);
            Thread flood = new Thread(() -> {
                try {
                    while (true) {
                        client.send(GET.repeat(200));
                    }
                } catch (IOException closed) {
                    stopped.set(true);
                }
            });
            flood.start();
            Awaitility.await().until(() -> endpoints.stats.refusedByReason().get("write-timeout") == 1);
            Awaitility.await().untilTrue(stopped);
            plain.close();
            flood.join();
        }
    }
}
