package ircd.health.surface.prometheus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: read, asked, written, drained. No second request: a scrape comes every few seconds, and a
 * connection that waits for the next one would be in the way. It blocks nowhere.
 */
final class PageConnection implements AutoCloseable {
    /** Much more than Prometheus sends. */
    private static final int MAX_HEAD = 8192;

    private static final String END_OF_HEAD = "\r\n\r\n";

    private enum Phase {
        READING,
        ASKED,
        WRITING,
        DRAINING
    }

    private final SocketChannel channel;
    private final SelectionKey key;
    private final long deadlineNanos;
    private final StringBuilder head = new StringBuilder();
    private Phase phase = Phase.READING;
    private @Nullable ByteBuffer unwritten;

    private PageConnection(SocketChannel channel, SelectionKey key, long deadlineNanos) {
        this.channel = requireNonNull(channel, "channel is null");
        this.key = requireNonNull(key, "key is null");
        this.deadlineNanos = deadlineNanos;
    }

    static PageConnection accept(SocketChannel channel, Selector selector, long deadlineNanos) throws IOException {
        try {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            PageConnection connection = new PageConnection(channel, key, deadlineNanos);
            key.attach(connection);
            return connection;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** Goes as far as it gets; true when its request has become complete, and {@link #answer} is to follow. */
    boolean proceed() throws IOException {
        if (!isOpen()) {
            return false; // it made way in this very round
        }
        switch (phase) {
            case READING -> read();
            case WRITING -> write();
            case DRAINING -> drain();
            case ASKED -> {}
        }
        return phase == Phase.ASKED;
    }

    /** The head of the request with the empty line, or as much of it as is allowed. */
    String request() {
        return head.toString();
    }

    /** To be called once, when the request is complete. */
    void answer(byte[] bytes) throws IOException {
        if (isOpen()) {
            phase = Phase.WRITING;
            head.setLength(0);
            head.trimToSize();
            unwritten = ByteBuffer.wrap(bytes);
            write();
        }
    }

    private void read() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_HEAD);
        int count = channel.read(buffer);
        if (count < 0) {
            close();
            return;
        }
        int searchFrom = Math.max(0, head.length() - END_OF_HEAD.length());
        head.append(new String(buffer.array(), 0, count, ISO_8859_1));
        int end = head.indexOf(END_OF_HEAD, searchFrom);
        if (end >= 0) {
            head.setLength(end + END_OF_HEAD.length());
        } else if (head.length() >= MAX_HEAD) {
            head.setLength(MAX_HEAD);
        } else {
            return;
        }
        phase = Phase.ASKED;
    }

    private void write() throws IOException {
        ByteBuffer bytes = requireNonNull(unwritten, "nothing to write");
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            key.interestOps(SelectionKey.OP_WRITE);
            return;
        }
        unwritten = null;
        phase = Phase.DRAINING;
        channel.shutdownOutput();
        key.interestOps(SelectionKey.OP_READ);
        drain();
    }

    /** Closing while there is something unread would be a reset, which takes the end of the answer with it. */
    private void drain() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_HEAD);
        if (channel.read(buffer) < 0) {
            close();
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** At once: whatever was not written is lost. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // closed all the same
        }
    }
}
