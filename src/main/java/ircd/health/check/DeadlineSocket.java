package ircd.health.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A socket whose reads, all together, end at a deadline and at a number of bytes. A read timeout alone would let a peer
 * that sends byte by byte hold its reader for ever, also in the middle of a TLS record.
 */
final class DeadlineSocket extends Socket {
    /** Three times the longest handshake message that the JDK takes; also keeps what we send in answer to it small. */
    private static final int MOST_BYTES = 96 * 1024;

    private static final int HEAD_BYTES = 5;

    private final byte[] head = new byte[HEAD_BYTES];
    private long bytesRead;
    private long deadlineNanos = Long.MAX_VALUE;

    /** From now on; reads beyond it throw SocketTimeoutException. */
    void expireIn(Duration timeout) {
        deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /** The first bytes that the peer sent, five at the most. */
    String head() {
        return new String(head, 0, (int) Math.min(bytesRead, HEAD_BYTES), StandardCharsets.ISO_8859_1);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Reading(super.getInputStream());
    }

    private int read(InputStream in, byte[] bytes, int offset, int length) throws IOException {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("the peer is too slow");
        }
        if (bytesRead >= MOST_BYTES) {
            throw new IOException("the peer sends too much");
        }
        setSoTimeout((int) Math.min(Duration.ofNanos(left).toMillis() + 1, Integer.MAX_VALUE));
        int read = in.read(bytes, offset, length);
        for (int i = 0; i < read && bytesRead + i < HEAD_BYTES; i++) {
            head[(int) bytesRead + i] = bytes[offset + i];
        }
        bytesRead += Math.max(read, 0);
        return read;
    }

    private final class Reading extends InputStream {
        private final InputStream in;

        Reading(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return DeadlineSocket.this.read(in, bytes, offset, length);
        }
    }
}
