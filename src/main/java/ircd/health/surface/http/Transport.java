package ircd.health.surface.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** How sockets are waited for: Linux' epoll through Netty's native library, or the JDK's NIO. */
enum Transport {
    EPOLL("epoll", EpollServerSocketChannel.class),
    NIO("NIO", NioServerSocketChannel.class);

    /** More would only take turns: an answer is microseconds of work. */
    private static final int MAX_EVENT_LOOPS = 2;

    private final String word;
    private final Class<? extends ServerChannel> serverChannel;

    Transport(String word, Class<? extends ServerChannel> serverChannel) {
        this.word = word;
        this.serverChannel = serverChannel;
    }

    static Transport choose(boolean nativeWanted) {
        return nativeWanted && Epoll.isAvailable() ? EPOLL : NIO;
    }

    String word() {
        return word;
    }

    Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    EventLoops newEventLoops() {
        int loops = Math.min(MAX_EVENT_LOOPS, Runtime.getRuntime().availableProcessors());
        IoHandlerFactory waiting = this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new EventLoops(loops, threads(), waiting);
    }

    /**
     * Acknowledge what has come at once. The kernel falls back to delayed acknowledgements by itself, so this is asked
     * for again when a handshake completes or half a head has come: a client without TCP_NODELAY would hold its request,
     * or the other half of it, back for 40 ms.
     */
    static void acknowledgeQuickly(Channel channel) {
        if (channel instanceof EpollSocketChannel epoll) {
            epoll.config().setTcpQuickAck(true);
        }
    }

    /**
     * Has the kernel keep connections to itself until the client has spoken or, which it counts by the times that it has
     * repeated its SYN-ACK, about that long has passed: a crowd that connects and says nothing costs us nothing. See
     * TCP_DEFER_ACCEPT in tcp(7). NIO does not know the option.
     */
    void deferAccept(ServerBootstrap bootstrap, Duration atMost) {
        if (this == EPOLL) {
            bootstrap.option(EpollChannelOption.TCP_DEFER_ACCEPT, Math.toIntExact(atMost.toSeconds()));
        }
    }

    private static ThreadFactory threads() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new FastThreadLocalThread(task, "ircd-health-http-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            return thread;
        };
    }
}
