import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Attacks a TLS server on 127.0.0.1 with CONNECTIONS connections, from so many addresses below 127.1.0.0/16, one thread
 * per core. A connection that ends, whoever ends it, is opened anew {@value #REOPEN_MILLIS} ms later, until the
 * SECONDS are over. Prints how often connections were opened and handshakes finished.
 * Usage: Attack KIND PORT CONNECTIONS ADDRESSES SECONDS
 */
final class Attack implements Runnable {
    private static final int REOPEN_MILLIS = 10;
    private static final int OPENED_AT_ONCE = 64;

    private final AttackKind kind;
    private final InetSocketAddress server;
    private final SSLContext tls;
    private final byte[] clientHello;
    private final long endNanos;
    private final Selector selector = Selector.open();
    /** Those to be opened, by the time when; all wait equally long, so the order is right. */
    private final ArrayDeque<Attacker> closed = new ArrayDeque<>();

    private final List<Attacker> all = new ArrayList<>();
    private final ByteBuffer trash = ByteBuffer.allocateDirect(64 * 1024);
    long opened;
    long handshakes;

    private Attack(AttackKind kind, InetSocketAddress server, SSLContext tls, long endNanos) throws IOException {
        this.kind = kind;
        this.server = server;
        this.tls = tls;
        this.endNanos = endNanos;
        this.clientHello = makeClientHello(tls);
    }

    public static void main(String[] args) throws Exception {
        AttackKind kind = AttackKind.valueOf(args[0].toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[1]));
        int connections = Integer.parseInt(args[2]);
        int addresses = Integer.parseInt(args[3]);
        long begun = System.nanoTime();
        long end = begun + TimeUnit.SECONDS.toNanos(Integer.parseInt(args[4]));
        SSLContext tls = Trusting.context();
        int threads = Runtime.getRuntime().availableProcessors();
        List<Attack> attacks = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Attack attack = new Attack(kind, server, tls, end);
            for (int n = i; n < connections; n += threads) {
                int from = n % addresses;
                attack.add(new InetSocketAddress("127.1." + from / 250 + "." + (1 + from % 250), 0));
            }
            attacks.add(attack);
            running.add(new Thread(attack));
        }
        running.forEach(Thread::start);
        System.out.println("attacking");
        for (Thread thread : running) {
            thread.join();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "opened/s %.0f handshakes/s %.0f%n",
                attacks.stream().mapToLong(attack -> attack.opened).sum() / seconds,
                attacks.stream().mapToLong(attack -> attack.handshakes).sum() / seconds);
    }

    private void add(InetSocketAddress from) {
        Attacker attacker = new Attacker(this, kind, from, tls);
        all.add(attacker);
        closed.add(attacker);
    }

    @Override
    public void run() {
        try {
            while (System.nanoTime() - endNanos < 0) {
                openSome();
                selector.select(Attack::serve, closed.isEmpty() ? 100 : 1);
                all.forEach(Attacker::tick);
            }
            for (Attacker attacker : all) {
                attacker.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void openSome() {
        long now = System.nanoTime();
        for (int i = 0; i < OPENED_AT_ONCE && !closed.isEmpty() && now - closed.peek().opensNanos >= 0; i++) {
            Attacker attacker = closed.remove();
            try {
                attacker.open();
                opened++;
            } catch (IOException e) {
                ended(attacker); // no port free, or nobody listens
            }
        }
    }

    /** Non-blocking, bound and with a reset for its end: what we close leaves no TIME_WAIT that would use up our ports. */
    SocketChannel connect(InetSocketAddress from, Attacker attacker) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        try {
            channel.bind(from);
            int interest = channel.connect(server) ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
            channel.register(selector, interest, attacker);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return channel;
    }

    /** Throws away what has come. */
    int drain(SocketChannel channel) throws IOException {
        return channel.read(trash.clear());
    }

    Selector selector() {
        return selector;
    }

    byte[] clientHello() {
        return clientHello;
    }

    private static byte[] makeClientHello(SSLContext tls) throws IOException {
        SSLEngine engine = tls.createSSLEngine();
        engine.setUseClientMode(true);
        engine.beginHandshake();
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        return Arrays.copyOf(hello.array(), hello.position());
    }

    void ended(Attacker attacker) {
        attacker.close();
        attacker.opensNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REOPEN_MILLIS);
        closed.add(attacker);
    }

    private static void serve(SelectionKey key) {
        ((Attacker) key.attachment()).ready(key);
    }
}
