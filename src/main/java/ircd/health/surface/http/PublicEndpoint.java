package ircd.health.surface.http;

import static java.lang.System.Logger.Level.DEBUG;
import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.util.ResourceLeakDetector;
import ircd.health.state.EndpointStats;
import ircd.health.state.HealthSource;
import ircd.health.tls.KeyMaterial;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The endpoint that the world may see: health and info over HTTP/1, with or without TLS. */
public final class PublicEndpoint implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PublicEndpoint.class.getName());
    /** How long what is in flight may take to finish by itself when the endpoint closes. */
    private static final Duration GRACE = Duration.ofSeconds(1);
    /** How long it may take once more when it is made to finish, and then the threads to end. */
    private static final Duration LAST_CALL = Duration.ofMillis(250);

    private static final int BACKLOG = 4096;
    /** Beyond this, pipelined requests wait until the client has taken the answers before. */
    private static final WriteBufferWaterMark UNSENT_BYTES = new WriteBufferWaterMark(8 * 1024, 32 * 1024);

    /**
     * What one connection is served of before the others have their turn: a probe's whole request, or hello, and of a flood
     * of pipelined requests a hundred. Netty's own measure is sixteen times 64 KB, tens of milliseconds of work.
     */
    private static final int READ_BYTES = 4 * 1024;

    private static final int PAGE_BYTES = 8 * 1024;
    /** As a power of two, in pages: 512 KB. */
    private static final int CHUNK_ORDER = 6;

    private final Shared shared;
    private final Transport transport;
    private final @Nullable TlsServer tls;
    private final EventLoops loops;
    private final Channel listener;
    private boolean closed;

    private PublicEndpoint(Shared shared, @Nullable TlsServer tls) throws IOException {
        this.shared = shared;
        this.tls = tls;
        transport = Transport.choose(shared.settings.nativeTransport());
        loops = transport.newEventLoops();
        ChannelFuture bound = bootstrap().bind(shared.settings.listen()).awaitUninterruptibly();
        listener = bound.channel();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException(
                    bound.cause() == null ? "cancelled" : bound.cause().getMessage(), bound.cause());
        }
    }

    /**
     * Returns at once, and loads what {@link #start} needs on a thread of its own, which then ends: half of the time that
     * the service takes to start, while there are other things to do.
     *
     * @return that thread, which the JVM must not outrun: the library that it unpacks would be left in the temporary folder
     */
    public static Thread loadAhead(boolean tls) {
        Thread thread = new Thread(
                () -> {
                    if (Epoll.isAvailable() && tls) {
                        OpenSsl.isAvailable();
                    }
                },
                "ircd-health-load");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * Blocks until the listener is open.
     *
     * @param keyMaterial null: plain HTTP
     * @throws IOException when the address cannot be listened on or the pair cannot be installed; one line that says why
     */
    public static PublicEndpoint start(
            EndpointSettings settings, @Nullable KeyMaterial keyMaterial, HealthSource source, EndpointStats stats)
            throws IOException {
        requireNonNull(settings, "settings is null");
        requireNonNull(source, "source is null");
        requireNonNull(stats, "stats is null");
        // Would watch one buffer of 128, at the price of a stack trace each. The tests watch all of them.
        if (ResourceLeakDetector.getLevel() == ResourceLeakDetector.Level.SIMPLE) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
        TlsServer tls = null;
        try {
            if (keyMaterial != null) {
                tls = new TlsServer(settings.nativeTransport(), keyMaterial);
            }
            return new PublicEndpoint(new Shared(settings, tls != null, source, stats), tls);
        } catch (SSLException e) {
            throw new IOException("the certificate cannot be used: " + e.getMessage(), e);
        } catch (IOException | RuntimeException | Error e) {
            if (tls != null) {
                tls.close();
            }
            throw e;
        }
    }

    /** Where it listens, with the real port when 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** What does the work, for the log: {@code epoll, BoringSSL} or {@code NIO, JDK TLS}, or without TLS {@code epoll}. */
    public String transport() {
        return tls == null ? transport.word() : transport.word() + ", " + tls.name();
    }

    /** Why it makes do with NIO and the JDK's TLS where better is in the jar; null if it does not. */
    public @Nullable String nativeFailure() {
        return shared.settings.nativeTransport() ? Natives.failure() : null;
    }

    /**
     * New connections get this pair from now on, those that are open go on with theirs. Takes some milliseconds.
     *
     * @throws IOException when the pair cannot be installed; the old one stays
     * @throws IllegalStateException when the endpoint speaks plain HTTP or is closed
     */
    public void replaceCertificate(KeyMaterial keyMaterial) throws IOException {
        if (tls == null) {
            throw new IllegalStateException("the endpoint speaks plain HTTP");
        }
        try {
            tls.replace(keyMaterial);
        } catch (SSLException e) {
            throw new IOException("the certificate cannot be used: " + e.getMessage(), e);
        }
    }

    /** Makes every answer from now on the last of its connection; accepts new ones until it is closed. */
    public void finishConnections() {
        shared.finishing = true;
    }

    /**
     * Stops accepting, answers what is in flight (after a second without a judgement, as not healthy), ends the threads.
     * Blocks until then, for two seconds at the most.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        finishConnections();
        listener.close().awaitUninterruptibly();
        try {
            tellConnections(Connection.CLOSING);
            shared.admission.awaitNone(GRACE);
            tellConnections(Connection.LAST_CALL);
            shared.admission.awaitNone(LAST_CALL);
            loops.shutdownGracefully(0, LAST_CALL.toMillis(), TimeUnit.MILLISECONDS)
                    .await(LAST_CALL.toMillis());
        } catch (InterruptedException e) {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            Thread.currentThread().interrupt();
        }
        if (tls != null) {
            tls.close();
        }
    }

    private void tellConnections(Object event) {
        for (Channel connection : shared.admission.channels()) {
            connection.pipeline().fireUserEventTriggered(event);
        }
    }

    private ServerBootstrap bootstrap() {
        ServerBootstrap bootstrap = new ServerBootstrap();
        if (shared.settings.deferAccept()) {
            transport.deferAccept(bootstrap, shared.settings.handshakeDeadline());
        }
        return bootstrap
                .group(loops)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .handler(new AcceptGate(shared.admission))
                .childOption(ChannelOption.ALLOCATOR, newAllocator())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT_BYTES)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1))
                .childHandler(new Pipeline());
    }

    /**
     * Netty's default one would keep some 14 MB for good after a flood. This one frees a chunk of which nothing is in use;
     * buffers that threads keep for the next time would prevent that, and save next to nothing.
     */
    private ByteBufAllocator newAllocator() {
        int arenas = loops.executorCount();
        return new PooledByteBufAllocator(true, arenas, arenas, PAGE_BYTES, CHUNK_ORDER, 0, 0, false);
    }

    private final class Pipeline extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) throws Exception {
            Admission.Slot slot = requireNonNull(channel.attr(AcceptGate.SLOT).getAndSet(null), "slot is null");
            TlsRecordGuard guard = null;
            if (tls != null) {
                guard = new TlsRecordGuard(tls, shared.stats);
                channel.pipeline().addLast(guard);
            }
            channel.pipeline()
                    .addLast(new Connection(shared, EventLoops.turns(channel.eventLoop()), channel, slot, guard));
        }

        @Override
        public void exceptionCaught(io.netty.channel.ChannelHandlerContext ctx, Throwable cause) {
            LOG.log(DEBUG, "Connection not set up: {0}", cause.toString());
            ctx.close();
        }
    }
}
