package ircd.health.surface.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import ircd.health.state.EndpointStats;
import ircd.health.state.Refusal;
import javax.net.ssl.SSLException;

/**
 * Stands before the TLS handler, which it makes when the first byte comes, so that a connection that says nothing costs
 * next to nothing, and looks at the records' headers, which are never encrypted (RFC 5246, 6.2.1).
 * Whatever does not begin as TLS is closed silently. So is a second handshake on a TLS 1.2 connection: the JDK's TLS
 * would go along with it, and refuses only by a property of the whole JVM. (BoringSSL refuses by itself.)
 *
 * <p>After its ChangeCipherSpec a client sends one more handshake record: Finished in TLS 1.2, or in TLS 1.3 the second
 * ClientHello when the first was answered with HelloRetryRequest. All that follows has another outer type.
 */
final class TlsRecordGuard extends ChannelInboundHandlerAdapter {
    private static final int HEADER_LENGTH = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;

    private final TlsServer server;
    private final EndpointStats stats;
    private boolean began;
    private boolean cipherChanged;
    private int handshakesAfterChange;
    /** Of the record that is passing: header bytes seen, its payload's length so far, payload bytes still to come. */
    private int headerSeen;

    private int length;
    private int payloadLeft;

    TlsRecordGuard(TlsServer server, EndpointStats stats) {
        this.server = server;
        this.stats = stats;
    }

    /** Whether the client has sent something that looks like a handshake. */
    boolean handshakeBegan() {
        return began;
    }

    /** Octets that the engine keeps for a record that has not come in full; BoringSSL has them ready from the header on. */
    int held() {
        return payloadLeft > 0 ? length : 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws SSLException {
        ByteBuf in = (ByteBuf) message;
        if (!began && in.isReadable() && in.getUnsignedByte(in.readerIndex()) != HANDSHAKE) {
            refuse(ctx, in, Refusal.WRONG_PROTOCOL);
            return;
        }
        if (isRenegotiation(in)) {
            refuse(ctx, in, Refusal.RENEGOTIATION);
            return;
        }
        if (!began) {
            begin(ctx, in);
        }
        ctx.fireChannelRead(in);
    }

    private void begin(ChannelHandlerContext ctx, ByteBuf in) throws SSLException {
        began = true;
        try {
            ctx.pipeline().addAfter(ctx.name(), null, server.newHandler(ctx.alloc()));
        } catch (SSLException | RuntimeException e) {
            in.release();
            throw e;
        }
    }

    private void refuse(ChannelHandlerContext ctx, ByteBuf in, Refusal reason) {
        in.release();
        if (ctx.channel().isActive()) {
            stats.refused(reason);
            ctx.close();
        }
    }

    private boolean isRenegotiation(ByteBuf in) {
        int i = in.readerIndex();
        int end = in.writerIndex();
        while (i < end) {
            if (payloadLeft > 0) {
                int passing = Math.min(payloadLeft, end - i);
                payloadLeft -= passing;
                i += passing;
                continue;
            }
            int octet = in.getUnsignedByte(i++);
            if (headerSeen == 0) {
                cipherChanged |= octet == CHANGE_CIPHER_SPEC;
                if (cipherChanged && octet == HANDSHAKE && ++handshakesAfterChange > 1) {
                    return true;
                }
            } else if (headerSeen >= 3) {
                length = (length << 8 | octet) & 0xFFFF;
            }
            if (++headerSeen == HEADER_LENGTH) {
                headerSeen = 0;
                payloadLeft = length;
            }
        }
        return false;
    }
}
