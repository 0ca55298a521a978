package ircd.health.surface.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Put before everything else once the last answer is out: throws away what the client still sends. Closing upon unread
 * bytes would make the kernel send a reset, which takes back an answer that the client has not yet read.
 */
final class Drain extends ChannelInboundHandlerAdapter {
    private static final int MAX_BYTES = 256 * 1024;

    private int drained;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf unwanted = (ByteBuf) message;
        drained += unwanted.readableBytes();
        unwanted.release();
        if (drained > MAX_BYTES) {
            ctx.close();
        }
    }
}
