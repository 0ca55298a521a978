package ircd.health.surface.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who makes the endpoint hold more of what they send, or do not take, than there is memory for. */
@ExtendWith(QuietLog.class)
class HeldMemoryTest {
    private static final String GET = "GET /health HTTP/1.1\r\n\r\n";
    /** With the name of the header 8 KiB, the most that is not refused. */
    private static final int LONG = 8_189;

    /** As many of them as fit. */
    private static final int FULL = (int) (HeldMemory.MOST / 8_192);

    private final Endpoints endpoints = new Endpoints();

    @Test
    void whereLongHalfHeadsFillTheMemoryTheNextOneGoesAndWhoSendsLittleStays() {
        endpoints.maxConnections = endpoints.maxPerAddress = 2 * FULL;
        Shared shared = endpoints.shared();
        List<SocketlessClient> clients = new ArrayList<>();
        for (int i = 0; i <= FULL; i++) {
            clients.add(halfHead(shared, LONG));
        }
        assertEquals(FULL, clients.stream().filter(SocketlessClient::isOpen).count());
        assertFalse(clients.get(FULL).isOpen());
        assertEquals(1, endpoints.stats.refusedByReason().get("displaced"));
        try (SocketlessClient probe = halfHead(shared, HeldMemory.SMALL / 2)) {
            probe.send("\r\n\r\n" + GET);
            assertEquals(2, probe.answers().size());
        }

        clients.forEach(SocketlessClient::close);
        try (SocketlessClient next = halfHead(shared, LONG)) {
            assertTrue(next.isOpen(), "the memory is given back");
        }
    }

    private static SocketlessClient halfHead(Shared shared, int length) {
        SocketlessClient client = new SocketlessClient(shared);
        client.send("GET / HTTP/1.1\r\n");
        client.send("X: " + "y".repeat(length));
        return client;
    }

    @Test
    void soItIsWithAnswersThatAreNotTaken() {
        endpoints.maxConnections = endpoints.maxPerAddress = 2 * FULL;
        Shared shared = endpoints.shared();
        List<EmbeddedChannel> deaf = new ArrayList<>();
        while (displaced() == 0) {
            assertTrue(deaf.size() < 2 * FULL, "never too much");
            EmbeddedChannel channel = new FullSocket();
            deaf.add(channel);
            SocketlessClient.connect(shared, channel);
            channel.writeInbound(Unpooled.copiedBuffer(GET.repeat(100), StandardCharsets.US_ASCII));
        }
        assertTrue(deaf.size() > 100, () -> "too much already: " + deaf.size());
        assertFalse(deaf.get(deaf.size() - 1).isOpen());
        assertTrue(deaf.get(0).isOpen());
        try (SocketlessClient probe = new SocketlessClient(shared)) {
            probe.send(GET);
            assertEquals(1, probe.answers().size());
        }
        deaf.forEach(EmbeddedChannel::close);
        assertEquals(0, endpoints.stats.connectionsOpen());
    }

    /** As one whose far end does not read. */
    private static final class FullSocket extends EmbeddedChannel {
        @Override
        protected void doWrite(ChannelOutboundBuffer unsent) {}
    }

    /** Half a ClientHello: five octets, of which the second two are its length, and one of 16,384. */
    @ParameterizedTest
    @EnumSource(names = {"NIO_JDK_TLS", "EPOLL_BORINGSSL"})
    void andWithRecordsThatNeverEnd(Way way) throws IOException {
        List<Client> stuck = new ArrayList<>();
        try (PublicEndpoint endpoint = endpoints.start(way)) {
            for (int i = 0; i <= FULL / 2; i++) {
                stuck.add(new Client(Client.connect(endpoint.address(), null)));
                stuck.get(i).send("\u0016\u0003\u0001@\u0000\u0001");
            }
            Awaitility.await().until(() -> displaced() == 1);
            try (Client probe = new Client(endpoint.address(), way.tls)) {
                assertTrue(probe.send(GET).answer().startsWith("HTTP/1.1 200"));
            }
            assertEquals(1, displaced());
        } finally {
            for (Client client : stuck) {
                client.close();
            }
        }
    }

    private long displaced() {
        return endpoints.stats.refusedByReason().get("displaced");
    }
}
