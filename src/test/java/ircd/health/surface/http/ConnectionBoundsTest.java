package ircd.health.surface.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(QuietLog.class)
class ConnectionBoundsTest {
    private static final String GET = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Endpoints endpoints = new Endpoints();

    @ParameterizedTest
    @EnumSource
    void overTheBoundOfOneAddressTheNewcomerIsClosedAndOthersAreNot(Way way) throws IOException {
        endpoints.maxPerAddress = 2;
        List<Client> held = new ArrayList<>();
        try (PublicEndpoint endpoint = endpoints.start(way)) {
            held.add(from(endpoint, "127.0.0.9"));
            held.add(from(endpoint, "127.0.0.9"));
            try (Client third = from(endpoint, "127.0.0.9")) {
                assertEquals("", third.rest());
            }
            try (Client other = from(endpoint, "127.0.0.10")) {
                assertServes(other, endpoint, way);
            }
            held.remove(0).close();
            Awaitility.await().until(() -> endpoints.stats.connectionsOpen() <= 1);
            try (Client third = from(endpoint, "127.0.0.9")) {
                assertServes(third, endpoint, way);
            }
            assertEquals(1, endpoints.stats.refusedByReason().get("too-many-from-address"));
        } finally {
            closeAll(held);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "EPOLL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whoSaysNothingIsLeftToTheKernel(Way way) throws IOException {
        endpoints.deferAccept = true;
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client silent = from(endpoint, "127.0.0.9");
                Client other = from(endpoint, "127.0.0.10")) {
            assertServes(other, endpoint, way);

            assertTrue(silent.socket.isConnected());
            assertEquals(1, endpoints.stats.connectionsOpen());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whenTheTotalIsReachedTheOldestWithoutAWholeRequestMakesRoom(Way way) throws IOException {
        endpoints.maxConnections = 3;
        List<Client> held = new ArrayList<>();
        try (PublicEndpoint endpoint = endpoints.start(way)) {
            Client served = new Client(endpoint.address(), way.tls);
            held.add(served);
            served.send(GET).answer();
            Client oldest = from(endpoint, "127.0.0.1");
            held.add(oldest);
            Awaitility.await().until(() -> endpoints.stats.connectionsOpen() == 2);
            Client younger = from(endpoint, "127.0.0.1");
            held.add(younger);
            try (Client newcomer = from(endpoint, "127.0.0.1")) {
                assertServes(newcomer, endpoint, way);
                assertEquals("", oldest.rest());
                assertTrue(served.send(GET).answer().startsWith("HTTP/1.1 200"));
                assertEquals(1, endpoints.stats.refusedByReason().get("displaced"));
            }
            assertServes(younger, endpoint, way);
        } finally {
            closeAll(held);
        }
    }

    /** Else whoever keeps enough connections open, with a request now and then, would keep everybody else out. */
    @ParameterizedTest
    @EnumSource
    void whenAllHaveSentAWholeRequestTheLongestIdleMakesRoom(Way way) throws IOException {
        endpoints.maxConnections = 2;
        List<Client> held = new ArrayList<>();
        try (PublicEndpoint endpoint = endpoints.start(way)) {
            for (int i = 0; i < 2; i++) {
                Client client = new Client(endpoint.address(), way.tls);
                held.add(client);
                client.send(GET).answer();
            }
            held.get(0).send(GET).answer();
            try (Client newcomer = from(endpoint, "127.0.0.1")) {
                assertServes(newcomer, endpoint, way);
            }
            assertEquals("", held.get(1).rest());
            assertTrue(held.get(0).send(GET).answer().startsWith("HTTP/1.1 200"));
            assertEquals(1, endpoints.stats.refusedByReason().get("displaced"));
        } finally {
            closeAll(held);
        }
    }

    @Test
    void oneClientIsAnIpv4AddressHoweverWrittenOrAnIpv6Network() throws IOException {
        assertEquals(key("10.1.2.3"), AddressKey.of(mapped(10, 1, 2, 3)));
        assertNotEquals(key("10.1.2.3"), key("10.1.2.4"));
        assertEquals(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assertNotEquals(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assertNotEquals(key("::1"), key("0.0.0.1"));
        assertNotEquals(key("::ffff:0:1.2.3.4"), key("1.2.3.4"));
    }

    private static long key(String address) throws IOException {
        return AddressKey.of(InetAddress.getByName(address));
    }

    /** Kept as IPv6, as epoll hands it over; getByAddress without a scope would turn it into IPv4. */
    private static InetAddress mapped(int a, int b, int c, int d) throws IOException {
        byte[] bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) a, (byte) b, (byte) c, (byte) d};
        return java.net.Inet6Address.getByAddress(null, bytes, 0);
    }

    /** Connected, no more; in TLS the handshake has not begun. */
    private static Client from(PublicEndpoint endpoint, String address) throws IOException {
        return new Client(Client.connect(endpoint.address(), InetAddress.getByName(address)));
    }

    private static void assertServes(Client client, PublicEndpoint endpoint, Way way) throws IOException {
        Client speaking = way.tls ? new Client(Client.handshake(client.socket, endpoint.address())) : client;
        assertTrue(speaking.send(GET).answer().startsWith("HTTP/1.1 200"));
    }

    private static void closeAll(List<Client> clients) throws IOException {
        for (Client client : clients) {
            client.close();
        }
    }
}
