package ircd.health.surface.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** A client of the plain pipeline, all on the caller's thread. What it sends after the end is lost, as on the wire. */
final class SocketlessClient implements AutoCloseable {
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false, true);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> answers = new ArrayList<>();

    SocketlessClient(Shared shared) {
        channel.config().setAllocator(memory);
        connect(shared, channel);
    }

    /** As the endpoint does with a connection that it has accepted. */
    static void connect(Shared shared, EmbeddedChannel channel) {
        connect(shared, new Turns(channel.eventLoop()), channel);
    }

    static void connect(Shared shared, Turns turns, EmbeddedChannel channel) {
        Admission.Slot slot = shared.admission.admit(channel, InetAddress.getLoopbackAddress());
        channel.pipeline().addLast(new Connection(shared, turns, channel, slot, null));
        channel.pipeline().fireChannelActive();
    }

    void send(String octets) {
        if (isOpen()) {
            ByteBuf piece = memory.heapBuffer(octets.length());
            piece.writeCharSequence(octets, ISO_8859_1);
            channel.writeInbound(piece);
            take();
        }
    }

    void halfClose() {
        event(ChannelInputShutdownEvent.INSTANCE);
    }

    void event(Object event) {
        if (isOpen()) {
            channel.pipeline().fireUserEventTriggered(event);
            runTasks();
        }
    }

    /** What other threads left to do. */
    void runTasks() {
        channel.runPendingTasks();
        channel.checkException();
        take();
    }

    private void take() {
        for (ByteBuf answer = channel.readOutbound(); answer != null; answer = channel.readOutbound()) {
            answers.add(answer.toString(ISO_8859_1));
            answer.release();
        }
    }

    /** Those that came until now, each as it was written. */
    List<String> answers() {
        return List.copyOf(answers);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Fails if an exception came through the pipeline or any memory is still held. */
    @Override
    public void close() {
        channel.finishAndReleaseAll();
        channel.checkException();
        assertEquals(0, memory.metric().usedHeapMemory(), "octets of heap buffers not released");
        assertEquals(0, memory.metric().usedDirectMemory(), "octets of direct buffers not released");
    }
}
