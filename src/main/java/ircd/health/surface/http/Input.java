package ircd.health.surface.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** What a client has sent and has not been served for. Belongs to the connection's event loop. */
final class Input {
    private static final int SMALL = 256;

    private final ByteBufAllocator allocator;
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    /** The buffer is one of our own, not the one that the bytes came in. */
    private boolean isOurs;

    Input(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    ByteBuf bytes() {
        return bytes;
    }

    boolean isReadable() {
        return bytes.isReadable();
    }

    /** Octets of memory, after {@link #keepRest}. */
    int held() {
        return bytes.capacity();
    }

    void append(ByteBuf received) {
        if (!bytes.isReadable()) {
            drop();
            bytes = received;
            return;
        }
        try {
            bytes.discardSomeReadBytes().writeBytes(received);
        } finally {
            received.release();
        }
    }

    /** What waits for more waits in a buffer of its size: the one that it came in may be a hundred times larger. */
    void keepRest() {
        if (!bytes.isReadable()) {
            drop();
        } else if (!isOurs) {
            ByteBuf rest = allocator.buffer(Math.max(SMALL, bytes.readableBytes()));
            rest.writeBytes(bytes);
            drop();
            bytes = rest;
            isOurs = true;
        }
    }

    void drop() {
        bytes.release();
        bytes = Unpooled.EMPTY_BUFFER;
        isOurs = false;
    }
}
