package ircd.health.surface.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import ircd.health.verdict.PublicState;
import java.io.IOException;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the table of src/docs/endpoint.md leaves open: when answers come, and what is counted. */
@ExtendWith(QuietLog.class)
class AnswersTest {
    private static final String GET = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Endpoints endpoints = new Endpoints();

    @ParameterizedTest
    @EnumSource
    void answersAreCountedByCode(Way way) throws IOException {
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            client.send(GET).answer();
            client.send("GET / HTTP/1.1\r\n\r\n").answer();
            client.send("GET /nowhere HTTP/1.1\r\n\r\n").answer();
            client.send("OPTIONS / HTTP/1.0\r\n\r\n").rest();
        }
        assertEquals(2, endpoints.stats.requestsByCode().get("200"));
        assertEquals(1, endpoints.stats.requestsByCode().get("404"));
        assertEquals(1, endpoints.stats.requestsByCode().get("405"));
        assertEquals(0, endpoints.stats.connectionsOpen());
        assertEquals(1, endpoints.stats.connectionsAccepted());
        assertEquals(way.tls ? 1 : 0, endpoints.stats.handshakes());
    }

    @ParameterizedTest
    @EnumSource
    void notRoutableIs503WithRetryAfter(Way way) throws IOException {
        endpoints.source = answer -> answer.accept(Endpoints.DOWN);
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            assertEquals(
                    KnownAnswers.named("503", way.tls, ""), client.send(GET).answer());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatComesAfterTheLastAnswerIsTakenAndThrownAway(Way way) throws IOException {
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            client.send("GET /health HTTP/1.1\r\nContent-Length: 9999999\r\n\r\n");
            Awaitility.await().until(() -> endpoints.stats.requestsByCode().get("200") == 1);
            // After a plain close the kernel would answer the first of these with a reset, and the next would fail.
            for (int i = 0; i < 10; i++) {
                client.send("x".repeat(8192));
            }
            assertEquals(KnownAnswers.named("200 health", way.tls, KnownAnswers.CLOSE), client.rest());
        }
    }

    @ParameterizedTest
    @EnumSource
    void pipelinedRequestsAreAnsweredInOrderOneAtATime(Way way) throws IOException {
        Queue<Consumer<PublicState>> asked = new ConcurrentLinkedQueue<>();
        endpoints.source = asked::add;
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            client.send(GET + "GET /nowhere HTTP/1.1\r\n\r\n" + GET + "GET / HTTP/1.1\r\n\r\nGET /heal");
            Awaitility.await().until(() -> asked.size() == 1);
            client.send("th HTTP/1.1\r\n\r\n");
            asked.remove().accept(Endpoints.DOWN);
            Awaitility.await().until(() -> !asked.isEmpty());
            assertEquals(1, asked.size());
            asked.remove().accept(Endpoints.UP);
            Awaitility.await().until(() -> !asked.isEmpty());
            asked.remove().accept(Endpoints.UP);
            String order = "";
            for (int i = 0; i < 5; i++) {
                order += client.answer().substring(9, 12) + " ";
            }
            assertEquals("503 404 200 200 200 ", order);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFloodOfPipelinedRequestsIsAnsweredWhole(Way way) throws Exception {
        int requests = 3_000;
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            Thread sender = new Thread(() -> {
                try {
                    client.send(GET.repeat(requests));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            sender.start();
            String answers = KnownAnswers.named("200 health", way.tls, "").repeat(requests);
            assertEquals(answers, new String(client.socket.getInputStream().readNBytes(answers.length()), ISO_8859_1));
            sender.join();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO_PLAIN", "EPOLL_PLAIN"})
    void aClientThatHalfClosesAfterMoreRequestsThanAreServedInATurnStillGetsItsAnswers(Way way) throws IOException {
        int requests = 250;
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            client.send(GET.repeat(requests)).socket.shutdownOutput();
            assertEquals(KnownAnswers.named("200 health", way.tls, "").repeat(requests), client.rest());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO_PLAIN", "EPOLL_PLAIN"})
    void aClientThatHalfClosesStillGetsItsAnswers(Way way) throws IOException {
        Queue<Consumer<PublicState>> asked = new ConcurrentLinkedQueue<>();
        endpoints.source = asked::add;
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            client.send(GET + "GET / HTTP/1.1\r\n\r\n").socket.shutdownOutput();
            Awaitility.await().until(() -> !asked.isEmpty());
            asked.remove().accept(Endpoints.UP);
            assertEquals("200", client.answer().substring(9, 12));
            assertTrue(client.rest().endsWith("false}"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSourceThatThrowsIsNotHealthy(Way way) throws IOException {
        endpoints.source = answer -> {
            throw new IllegalStateException("broken");
        };
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            assertTrue(client.send(GET).answer().contains("503 Service Unavailable"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesWhileItsAnswerIsDueHurtsNobody(Way way) throws IOException {
        Queue<Consumer<PublicState>> asked = new ConcurrentLinkedQueue<>();
        endpoints.source = asked::add;
        try (PublicEndpoint endpoint = endpoints.start(way)) {
            try (Client client = new Client(endpoint.address(), way.tls)) {
                client.send(GET).socket.setSoLinger(true, 0);
                Awaitility.await().until(() -> !asked.isEmpty());
            }
            asked.remove().accept(Endpoints.UP);
            Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> endpoints.stats.connectionsOpen() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theHealthPathIsEscapedOnTheInfoPage(Way way) throws IOException {
        endpoints.healthPath = "/\"h\\\u00e9\u007f";
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            String info = client.send("GET / HTTP/1.1\r\n\r\n").answer();
            assertTrue(info.contains("\"healthPath\": \"/\\\"h\\\\\\u00e9\\u007f\","), info);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theWrongProtocolIsClosedWithoutAWord(Way way) throws IOException {
        try (PublicEndpoint endpoint = endpoints.start(way)) {
            if (way.tls) {
                try (Client client = new Client(Client.connect(endpoint.address(), null))) {
                    assertEquals("", client.send(GET).rest());
                }
            } else {
                Socket socket = Client.connect(endpoint.address(), null);
                assertThrows(IOException.class, () -> Client.handshake(socket, endpoint.address()));
                socket.close();
            }
        }
        assertEquals(1, endpoints.stats.refusedByReason().get("wrong-protocol"));
        assertEquals(0, endpoints.stats.handshakeFailures());
    }

    @Test
    void anAnswersMemoryCannotBeReleasedOrGrow() {
        Answers answers = new Answers(endpoints.settings(Way.NIO_PLAIN), false);
        RequestHead request = new RequestHead(RequestHead.encode("/health"));
        ByteBuf answer = answers.of(Outcome.INFO, request, true);
        assertFalse(answer.release());
        assertEquals(answer.readableBytes(), answer.maxCapacity());
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true", "true,true"})
    void everyStateHasItsBody(boolean client, boolean routable) {
        Answers answers = new Answers(endpoints.settings(Way.NIO_PLAIN), false);
        RequestHead request = new RequestHead(RequestHead.encode("/health"));
        for (boolean s2s : new boolean[] {false, true}) {
            for (boolean warm : new boolean[] {false, true}) {
                String text = answers.health(new PublicState(client, s2s, routable, warm), request, true)
                        .toString(ISO_8859_1);
                assertTrue(text.endsWith("{\"clientValid\": " + client + ", \"s2sValid\": " + s2s + ", \"routable\": "
                        + routable + ", \"warm\": " + warm + "}"));
                assertTrue(text.startsWith(routable ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 503 "));
            }
        }
    }
}
