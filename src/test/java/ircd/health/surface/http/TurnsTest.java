package ircd.health.surface.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final String GET = "GET /health HTTP/1.1\r\n\r\n";

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Turns turns = new Turns(channel.eventLoop());
    private final List<String> taken = new ArrayList<>();
    private final Endpoints endpoints = new Endpoints();
    private final Shared shared =
            new Shared(endpoints.settings(Way.NIO_PLAIN), false, endpoints.source, endpoints.stats);

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
    }

    @Test
    void aTurnComesAfterAPause() {
        turns.await(turn("a", 0));
        pass(Turns.PIECE_NANOS - 1);
        assertEquals(List.of(), taken);

        pass(1);
        assertEquals(List.of("a"), taken);
    }

    @Test
    void turnsThatTakeLongLeaveTheLoopToOthersForAsLong() {
        for (String name : List.of("a", "b", "c")) {
            turns.await(turn(name, Turns.PIECE_NANOS * 2 / 3));
        }
        pass(Turns.PIECE_NANOS);
        assertEquals(List.of("a", "b"), taken);

        pass(Turns.PIECE_NANOS - 1);
        assertEquals(List.of("a", "b"), taken);
        pass(1);
        assertEquals(List.of("a", "b", "c"), taken);
    }

    @Test
    void whoWantsAnotherTurnWaitsBehindTheOthers() {
        turns.await(() -> {
            taken.add("a");
            turns.await(turn("a again", Turns.PIECE_NANOS));
        });
        turns.await(turn("b", 0));
        pass(Turns.PIECE_NANOS);

        assertEquals(List.of("a", "b", "a again"), taken);
    }

    @Test
    void aTurnThatFailsTakesNobodyElsesAway() {
        turns.await(() -> {
            throw new IllegalStateException("broken");
        });
        turns.await(turn("b", 0));

        pass(Turns.PIECE_NANOS);
        pass(Turns.PIECE_NANOS);
        assertEquals(List.of("b"), taken);

        turns.await(turn("c", 0));
        pass(Turns.PIECE_NANOS);
        assertEquals(List.of("b", "c"), taken);
    }

    @Test
    void moreRequestsThanAreServedAtOnceWaitForATurn() {
        SocketlessClient.connect(shared, turns, channel);
        send(channel, GET.repeat(100));
        int atOnce = channel.outboundMessages().size();
        assertTrue(0 < atOnce && atOnce < 100, () -> "answered at once: " + atOnce);
        assertFalse(channel.config().isAutoRead(), "more would be read while so much waits");

        pass(Turns.PIECE_NANOS);
        assertEquals(100, channel.outboundMessages().size());
        assertTrue(channel.config().isAutoRead());
        channel.finishAndReleaseAll();
    }

    @Test
    void ofManyConnectionsThoseWaitThatHaveBeenServedBefore() {
        EmbeddedChannel known = new EmbeddedChannel();
        EmbeddedChannel fresh = new EmbeddedChannel();
        for (EmbeddedChannel each : List.of(channel, known, fresh)) {
            SocketlessClient.connect(shared, turns, each);
        }
        send(known, GET);
        send(channel, GET.repeat(100));

        send(known, GET);
        send(fresh, GET);
        assertEquals(1, known.outboundMessages().size());
        assertEquals(1, fresh.outboundMessages().size());

        pass(Turns.PIECE_NANOS);
        assertEquals(2, known.outboundMessages().size());
        List.of(channel, known, fresh).forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void aLoopBeginsAnewWheneverItHasLookedAtItsSockets() throws Exception {
        EventLoopGroup loops = Transport.NIO.newEventLoops();
        try {
            EventLoop loop = loops.next();
            assertTrue(loop.submit(() -> {
                        Turns its = EventLoops.turns(loop);
                        while (!its.areNeeded()) {
                            its.served();
                        }
                        return its.areNeeded();
                    })
                    .get());
            Awaitility.await()
                    .until(() -> !loop.submit(() -> EventLoops.turns(loop).areNeeded())
                            .get());
        } finally {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    private static void send(EmbeddedChannel to, String requests) {
        to.writeInbound(Unpooled.copiedBuffer(requests, StandardCharsets.US_ASCII));
    }

    private Runnable turn(String name, long nanos) {
        return () -> {
            taken.add(name);
            channel.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
        };
    }

    private void pass(long nanos) {
        channel.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }
}
