package ircd.health.it;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.Parameter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/**
 * A host that uses the libraries that are in our jar, too, in versions of its own: says "hello" to whoever connects by
 * its Netty's epoll, and to a line of input what its libraries are and have. Compiled against our versions.
 */
final class LibraryHost {
    @Parameter(names = "--greeting")
    private String greeting = "";

    private LibraryHost() {}

    public static void main(String[] arguments) throws Exception {
        LibraryHost options = new LibraryHost();
        new JCommander(options).parse(arguments);
        Counter greeted = Counter.build("greeted_total", "Greetings").register();
        System.out.println("greets on port " + greet(options.greeting, greeted));
        while (System.in.read() >= 0) {
            System.out.println("libraries: " + String.join(" ", jar(JCommander.class), jar(Counter.class))
                    + " " + jar(ServerBootstrap.class) + ", epoll " + Epoll.isAvailable() + ", TLS "
                    + OpenSsl.isAvailable()
                    + ", metrics "
                    + Collections.list(CollectorRegistry.defaultRegistry.metricFamilySamples()).stream()
                            .flatMap(family -> family.samples.stream())
                            .filter(sample -> !sample.name.endsWith("_created"))
                            .map(sample -> sample.name + " " + sample.value)
                            .toList());
        }
        System.out.println("host ends");
        System.exit(0); // its own Netty's threads are none of daemons
    }

    @SuppressWarnings("deprecation") // the names that both versions know
    private static int greet(String greeting, Counter greeted) throws InterruptedException {
        EventLoopGroup loops = new EpollEventLoopGroup(1);
        return ((InetSocketAddress) new ServerBootstrap()
                        .group(loops)
                        .channel(EpollServerSocketChannel.class)
                        .childHandler(new Greeter(greeting, greeted))
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .sync()
                        .channel()
                        .localAddress())
                .getPort();
    }

    private static final class Greeter extends ChannelInitializer<SocketChannel> {
        private final String greeting;
        private final Counter greeted;

        Greeter(String greeting, Counter greeted) {
            this.greeting = greeting;
            this.greeted = greeted;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelActive(ChannelHandlerContext context) {
                    greeted.inc();
                    context.writeAndFlush(Unpooled.copiedBuffer(greeting, StandardCharsets.US_ASCII))
                            .addListener(ChannelFutureListener.CLOSE);
                }
            });
        }
    }

    private static String jar(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getName();
    }
}
