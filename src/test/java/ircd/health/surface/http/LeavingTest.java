package ircd.health.surface.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import ircd.health.verdict.PublicState;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that leave before they have their answer. */
@ExtendWith(QuietLog.class)
class LeavingTest {
    private static final String GET = "GET /health HTTP/1.1\r\n\r\n";

    private final Endpoints endpoints = new Endpoints();
    private final Queue<Consumer<PublicState>> asked = new ArrayDeque<>();
    private Shared shared;

    @BeforeEach
    void judgementsWait() {
        endpoints.source = asked::add;
        shared = endpoints.shared();
    }

    /** A judgement may take seconds, and a flood leaves thousands of clients a second behind. */
    @Test
    void aJudgementUnderWayKeepsNothingOfThoseWhoHaveLeft() {
        List<WeakReference<Channel>> gone = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            gone.add(new WeakReference<>(askAndLeave()));
        }
        assertEquals(10, asked.size());
        Awaitility.await().until(() -> {
            System.gc();
            return gone.stream().allMatch(channel -> channel.get() == null);
        });
    }

    private Channel askAndLeave() {
        EmbeddedChannel channel = new EmbeddedChannel();
        SocketlessClient.connect(shared, channel);
        channel.writeInbound(Unpooled.copiedBuffer(GET, StandardCharsets.ISO_8859_1));
        channel.finishAndReleaseAll();
        return channel;
    }

    @Test
    void whoEndsWithHalfARequestWhileTheOneBeforeIsJudgedIsNotWaitedFor() {
        try (SocketlessClient client = new SocketlessClient(shared)) {
            client.send(GET + "GET /health");
            client.halfClose();
            assertTrue(client.isOpen());
            asked.remove().accept(Endpoints.UP);
            client.runTasks();
            assertEquals(1, client.answers().size());
            assertFalse(client.isOpen());
        }
    }

    @Test
    void whoEndsWithWholeRequestsInTheMeantimeGetsThemAnswered() {
        try (SocketlessClient client = new SocketlessClient(shared)) {
            client.send(GET + GET + "GET / HTTP/1.1\r\n\r\n");
            client.halfClose();
            while (!asked.isEmpty()) {
                asked.remove().accept(Endpoints.UP);
                client.runTasks();
            }
            assertEquals(3, client.answers().size());
            assertFalse(client.isOpen());
        }
    }
}
