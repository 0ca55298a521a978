import static java.nio.charset.StandardCharsets.US_ASCII;

import ircd.health.shaded.io.netty.bootstrap.Bootstrap;
import ircd.health.shaded.io.netty.buffer.ByteBuf;
import ircd.health.shaded.io.netty.buffer.Unpooled;
import ircd.health.shaded.io.netty.channel.ChannelHandlerContext;
import ircd.health.shaded.io.netty.channel.ChannelInitializer;
import ircd.health.shaded.io.netty.channel.ChannelOption;
import ircd.health.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import ircd.health.shaded.io.netty.channel.SimpleChannelInboundHandler;
import ircd.health.shaded.io.netty.channel.epoll.EpollIoHandler;
import ircd.health.shaded.io.netty.channel.epoll.EpollSocketChannel;
import ircd.health.shaded.io.netty.channel.socket.SocketChannel;
import ircd.health.shaded.io.netty.handler.ssl.SslContext;
import ircd.health.shaded.io.netty.handler.ssl.SslContextBuilder;
import ircd.health.shaded.io.netty.handler.ssl.SslHandshakeCompletionEvent;
import ircd.health.shaded.io.netty.handler.ssl.SslProvider;
import ircd.health.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens TLS connections at a fixed rate, whether or not the server keeps up, to each port in turn, round after round, and
 * asks each once or more: {@code FreshConnections TLSv1.2|TLSv1.3 RATE SECONDS ROUNDS REQUESTS one-write|two-writes PORT...}.
 * Times count from when a connection was due, so that a stall is charged to all who would have met it. No session is
 * resumed. {@code two-writes} leaves Nagle's algorithm on and writes each request in two pieces. Prints for each round
 * the port, p50, p99, the greatest (ms), and the p99 of how late this program itself began. One round before them is
 * not printed: it warms this JVM and the server's.
 *
 * <p>It borrows Netty and BoringSSL from the jar under test: the JDK's own TLS would take more time than the servers.
 */
final class FreshConnections extends SimpleChannelInboundHandler<ByteBuf> {
    private static final int PATIENCE_SECONDS = 10;

    private final Round round;
    private final int index;
    private final long dueNanos;
    private final StringBuilder answer = new StringBuilder();
    private int answered;

    private FreshConnections(Round round, int index, long dueNanos) {
        this.round = round;
        this.index = index;
        this.dueNanos = dueNanos;
    }

    private static final class Round {
        final int requests;
        final boolean nagle;
        final long[] tookNanos;
        final long[] lateNanos;
        final CountDownLatch left;

        Round(int count, int requests, boolean nagle) {
            this.requests = requests;
            this.nagle = nagle;
            tookNanos = new long[count];
            lateNanos = new long[count];
            left = new CountDownLatch(count);
        }

        void run(Bootstrap client, SslContext tls, int port, int rate) throws InterruptedException {
            long begin = System.nanoTime() + 100_000_000;
            for (int i = 0; i < tookNanos.length; i++) {
                long due = begin + i * 1_000_000_000L / rate;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                lateNanos[i] = System.nanoTime() - due;
                FreshConnections connection = new FreshConnections(this, i, due);
                client.clone()
                        .handler(new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                channel.pipeline().addLast(tls.newHandler(channel.alloc()), connection);
                            }
                        })
                        .connect("127.0.0.1", port);
            }
            if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println(left.getCount() + " of " + tookNanos.length + " were not answered on port " + port);
                System.exit(1);
            }
        }

        void print(int port) {
            int count = tookNanos.length;
            Arrays.sort(tookNanos);
            Arrays.sort(lateNanos);
            System.out.printf(
                    "%d %.3f %.3f %.3f %.3f%n",
                    port,
                    tookNanos[count / 2] / 1e6,
                    tookNanos[count * 99 / 100] / 1e6,
                    tookNanos[count - 1] / 1e6,
                    lateNanos[count * 99 / 100] / 1e6);
        }
    }

    public static void main(String[] args) throws Exception {
        int rate = Integer.parseInt(args[1]);
        int seconds = Integer.parseInt(args[2]);
        int rounds = Integer.parseInt(args[3]);
        int requests = Integer.parseInt(args[4]);
        boolean nagle = args[5].equals("two-writes");
        SslContext tls = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .protocols(args[0])
                .build();
        Bootstrap client = new Bootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, !nagle);
        for (int n = -1; n < rounds; n++) {
            for (int i = 6; i < args.length; i++) {
                Round round = new Round(rate * seconds, requests, nagle);
                int port = Integer.parseInt(args[i]);
                round.run(client, tls, port, rate);
                if (n >= 0) {
                    round.print(port);
                }
            }
        }
        System.exit(0);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent && ((SslHandshakeCompletionEvent) event).isSuccess()) {
            ask(ctx);
        }
    }

    private void ask(ChannelHandlerContext ctx) {
        String[] pieces = {"GET /health HTTP/1.1\r\n", "Host: localhost\r\n\r\n"};
        for (String piece : round.nagle ? pieces : new String[] {pieces[0] + pieces[1]}) {
            ctx.writeAndFlush(Unpooled.copiedBuffer(piece, US_ASCII));
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf received) {
        answer.append(received.toString(US_ASCII));
        if (answer.indexOf("HTTP/1.1 200") != 0 || answer.charAt(answer.length() - 1) != '}') {
            return;
        }
        answer.setLength(0);
        if (++answered < round.requests) {
            ask(ctx);
        } else {
            round.tookNanos[index] = System.nanoTime() - dueNanos;
            round.left.countDown();
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // and is missed in the end
    }
}
