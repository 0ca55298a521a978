package ircd.health.surface.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.verdict.PublicState;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(QuietLog.class)
class StartAndStopTest {
    private static final String GET = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Endpoints endpoints = new Endpoints();

    @ParameterizedTest
    @EnumSource
    void saysWhatDoesTheWork(Way way) throws IOException {
        try (PublicEndpoint endpoint = endpoints.start(way)) {
            String expected =
                    switch (way) {
                        case NIO_PLAIN -> "NIO";
                        case NIO_JDK_TLS -> "NIO, JDK TLS";
                        case EPOLL_PLAIN -> "epoll";
                        case EPOLL_BORINGSSL -> "epoll, BoringSSL";
                    };
            assertEquals(expected, endpoint.transport());
            assertNotEquals(0, endpoint.address().getPort());
        }
    }

    @ParameterizedTest
    @EnumSource
    void listensOnIpv6AndOnAnyAddress(Way way) throws IOException {
        for (String any : List.of("::1", "0.0.0.0", "::")) {
            endpoints.listen = InetAddress.getByName(any);
            try (PublicEndpoint endpoint = endpoints.start(way)) {
                String to = any.equals("::1") ? "::1" : "127.0.0.1";
                InetSocketAddress server =
                        new InetSocketAddress(to, endpoint.address().getPort());
                try (Client client = new Client(server, way.tls)) {
                    assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 200"));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhyItCannotListen(Way way) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String inUse = bindFailure(way, new InetSocketAddress(loopback, taken.getLocalPort()));
            assertTrue(inUse.contains("Address already in use"), inUse);
        }
        String foreign = bindFailure(way, new InetSocketAddress("192.0.2.1", 8080));
        assertTrue(foreign.contains("Cannot assign requested address"), foreign);
        bindFailure(way, InetSocketAddress.createUnresolved("no.such.host.invalid", 8080));
        awaitNoThreads();
    }

    private String bindFailure(Way way, InetSocketAddress address) {
        way.assumeAvailable();
        EndpointSettings some = endpoints.settings(way);
        EndpointSettings settings = new EndpointSettings(
                address,
                "/health",
                "live",
                1,
                1,
                some.handshakeDeadline(),
                some.headerDeadline(),
                some.idleTimeout(),
                some.deferAccept(),
                way.isNative);
        return assertThrows(
                        IOException.class,
                        () -> PublicEndpoint.start(
                                settings, way.tls ? Certificates.EC : null, endpoints.source, endpoints.stats))
                .getMessage();
    }

    @ParameterizedTest
    @EnumSource
    void threadsAreNamedDaemonsWithoutAContextClassLoaderAndEndWithTheEndpoint(Way way) throws IOException {
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            client.send(GET).answer();
            List<Thread> threads = threads();
            assertFalse(threads.isEmpty());
            assertTrue(threads.size() <= 2);
            for (Thread thread : threads) {
                assertTrue(thread.isDaemon());
                assertEquals(null, thread.getContextClassLoader());
            }
        }
        awaitNoThreads();
    }

    @ParameterizedTest
    @EnumSource
    void setsNoSystemProperty(Way way) throws IOException {
        Properties before = (Properties) System.getProperties().clone();
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            client.send(GET).answer();
        }
        assertEquals(before, System.getProperties());
    }

    @ParameterizedTest
    @EnumSource
    void closingLetsWhatIsInFlightFinishAndNobodyElseIn(Way way) throws Exception {
        Queue<Consumer<PublicState>> asked = new ConcurrentLinkedQueue<>();
        endpoints.source = asked::add;
        PublicEndpoint endpoint = endpoints.start(way);
        try (Client waiting = new Client(endpoint.address(), way.tls);
                Client idle = new Client(endpoint.address(), way.tls)) {
            idle.send("GET / HTTP/1.1\r\n\r\n").answer();
            waiting.send(GET);
            Awaitility.await().until(() -> !asked.isEmpty());
            Thread closing = new Thread(endpoint::close);
            closing.start();
            assertEquals("", idle.rest());
            // NIO closes a socket in earnest when its selector has turned once more.
            Awaitility.await().until(() -> nobodyListens(endpoint.address()));
            asked.remove().accept(Endpoints.UP);
            String answer = waiting.rest();
            assertTrue(answer.contains("200 OK") && answer.contains("Connection: close"), answer);
            closing.join();
            endpoint.close();
        }
        awaitNoThreads();
    }

    @ParameterizedTest
    @EnumSource
    void aDrainTakesNewConnectionsAndClosesEachAfterItsAnswer(Way way) throws IOException {
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client kept = new Client(endpoint.address(), way.tls)) {
            kept.send(GET).answer();
            endpoint.finishConnections();
            String last = KnownAnswers.named("200 health", way.tls, KnownAnswers.CLOSE);
            assertEquals(last, kept.send(GET).rest());
            try (Client fresh = new Client(endpoint.address(), way.tls)) {
                assertEquals(last, fresh.send(GET).rest());
            }
        }
    }

    private static boolean nobodyListens(InetSocketAddress address) throws IOException {
        try (Socket late = Client.connect(address, null)) {
            // TCP lets a socket connect to itself where nobody listens, if the kernel happens to give it that port.
            return late.getPort() == late.getLocalPort();
        } catch (ConnectException refused) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingAnswersThoseWhoseJudgementNeverComes(Way way) throws Exception {
        endpoints.source = answer -> {};
        PublicEndpoint endpoint = endpoints.start(way);
        try (Client stuck = new Client(endpoint.address(), way.tls)) {
            stuck.send(GET);
            Awaitility.await().until(() -> endpoints.stats.connectionsOpen() == 1);
            Thread closing = new Thread(endpoint::close);
            closing.start();
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !closing.isAlive());
            String answer = stuck.rest();
            assertTrue(answer.startsWith("HTTP/1.1 503 ") && answer.contains("Connection: close"), answer);
        }
        awaitNoThreads();
    }

    private static void awaitNoThreads() {
        Awaitility.await().until(() -> threads().isEmpty());
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ircd-health-http-"))
                .toList();
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        InetSocketAddress any = new InetSocketAddress(0);
        Duration second = Duration.ofSeconds(1);
        assertThrows(
                IllegalArgumentException.class,
                () -> new EndpointSettings(any, "health", "live", 1, 1, second, second, second, false, true));
        assertThrows(
                IllegalArgumentException.class,
                () -> new EndpointSettings(any, "/", "other", 1, 1, second, second, second, false, true));
        assertThrows(
                IllegalArgumentException.class,
                () -> new EndpointSettings(any, "/", "live", 0, 1, second, second, second, false, true));
        assertThrows(
                IllegalArgumentException.class,
                () -> new EndpointSettings(any, "/", "live", 1, 0, second, second, second, false, true));
        assertThrows(
                IllegalArgumentException.class,
                () -> new EndpointSettings(any, "/", "live", 1, 1, second, Duration.ZERO, second, false, true));
    }
}
