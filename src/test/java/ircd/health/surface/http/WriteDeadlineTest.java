package ircd.health.surface.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import ircd.health.verdict.PublicState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that takes nothing, on a clock of the test's own; the deadline is 10 s. */
@ExtendWith(QuietLog.class)
class WriteDeadlineTest {
    private final Endpoints endpoints = new Endpoints();
    private final Queue<Consumer<PublicState>> asked = new ArrayDeque<>();
    private final List<ChannelPromise> unsent = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    /** Sends nothing on, as a socket whose far end does not read. */
    private final class FullSocket extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            unsent.add(promise);
        }
    }

    @BeforeEach
    void connect() {
        endpoints.headerDeadline = Duration.ofSeconds(10);
        Shared shared = new Shared(endpoints.settings(Way.NIO_PLAIN), false, asked::add, endpoints.stats);
        channel.freezeTime();
        channel.pipeline().addLast(new FullSocket());
        SocketlessClient.connect(shared, channel);
    }

    @Test
    void whatItSendsMeanwhileBuysItNoTime() {
        send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
        for (int second = 1; second < 10; second++) {
            after(1);
            send("x");
        }
        assertTrue(channel.isOpen());
        after(1);
        assertFalse(channel.isOpen());
        assertEquals(1, endpoints.stats.refusedByReason().get("write-timeout"));
    }

    @Test
    void norOnAConnectionThatWouldBeKept() {
        send("GET / HTTP/1.1\r\n\r\n");
        assertFalse(channel.config().isAutoRead());
        after(9);
        send("GET / HTTP/1.1\r\n\r\n");
        assertEquals(1, unsent.size());
        after(1);
        assertFalse(channel.isOpen());
    }

    @Test
    void whenItTakesItsAnswerInTimeTheNextRequestIsServed() {
        send("GET / HTTP/1.1\r\n\r\nGET /_info HTTP/1.1\r\n");
        after(9);
        unsent.remove(0).setSuccess();
        assertTrue(channel.config().isAutoRead());
        after(9);
        send("\r\n");
        assertEquals(1, unsent.size());
        after(9);
        assertTrue(channel.isOpen());
        after(1);
        assertFalse(channel.isOpen());
    }

    @Test
    void nothingRunsWhileTheAnswerIsDue() {
        send("GET /health HTTP/1.1\r\n\r\n");
        after(3600);
        assertTrue(channel.isOpen());
        asked.remove().accept(Endpoints.UP);
        channel.runPendingTasks();
        assertEquals(1, unsent.size());
        after(10);
        assertFalse(channel.isOpen());
    }

    @Test
    void whoHasLeftHasNoDeadlineWhenTheJudgementComes() {
        send("GET / HTTP/1.1\r\n\r\nGET /health HTTP/1.1\r\n\r\n");
        unsent.remove(0).setSuccess();
        channel.close();
        asked.remove().accept(Endpoints.UP);
        after(10);
        assertEquals(0, endpoints.stats.refusedByReason().get("write-timeout"));
    }

    private void send(String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
    }

    private void after(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
