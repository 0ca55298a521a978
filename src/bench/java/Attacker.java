import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** One of the connections of an {@link Attack}, opened over and over again. Belongs to one thread. */
final class Attacker {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final byte[] REQUEST =
            "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REQUESTS =
            new String(REQUEST, StandardCharsets.US_ASCII).repeat(300).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LONG_HEADER = ("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: "
                    + "a".repeat(64 * 1024) + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HALF_HEAD =
            ("GET /health HTTP/1.1\r\nX-Long: " + "a".repeat(8100)).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEADER = ("GET /health HTTP/1.1\r\nX-Slow: " + "a".repeat(1000)).getBytes(StandardCharsets.US_ASCII);
    private static final long TRICKLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Attack attack;
    private final AttackKind kind;
    private final InetSocketAddress from;
    private final SSLContext tls;
    long opensNanos = System.nanoTime();
    private SocketChannel channel;
    private SelectionKey key;
    private SSLEngine engine;
    private ByteBuffer in = NOTHING;
    private ByteBuffer out = NOTHING;
    private boolean acting;
    private int trickled;
    private long tricklesNanos;

    Attacker(Attack attack, AttackKind kind, InetSocketAddress from, SSLContext tls) {
        this.attack = attack;
        this.kind = kind;
        this.from = from;
        this.tls = tls;
    }

    void open() throws IOException {
        acting = false;
        trickled = 0;
        engine = null;
        out = NOTHING;
        channel = attack.connect(from, this);
        key = channel.keyFor(attack.selector());
        if (channel.isConnected()) {
            connected();
        }
    }

    void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // as closed as it can be
            }
            channel = null;
            engine = null;
        }
    }

    void ready(SelectionKey ready) {
        try {
            if (ready.isConnectable() && channel.finishConnect()) {
                ready.interestOps(SelectionKey.OP_READ);
                connected();
            } else {
                if (ready.isReadable()) {
                    read();
                }
                if (channel != null && ready.isValid() && ready.isWritable()) {
                    write();
                }
            }
        } catch (IOException e) {
            attack.ended(this);
        }
    }

    /** Called every now and then. */
    void tick() {
        if (acting && kind == AttackKind.TRICKLE && channel != null && System.nanoTime() - tricklesNanos >= 0) {
            try {
                trickle();
            } catch (IOException e) {
                attack.ended(this);
            }
        }
    }

    private void connected() throws IOException {
        if (kind == AttackKind.SILENT) {
            return;
        }
        engine = tls.createSSLEngine();
        engine.setUseClientMode(true);
        if (!kind.handshakes()) {
            engine = null;
            send(ByteBuffer.wrap(attack.clientHello()));
            return;
        }
        if (kind == AttackKind.RENEGOTIATE) {
            engine.setEnabledProtocols(new String[] {"TLSv1.2"});
        }
        in = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.beginHandshake();
        handshake();
    }

    private void read() throws IOException {
        if (engine == null || acting) {
            if (attack.drain(channel) < 0 || kind == AttackKind.HELLO_FLOOD) {
                attack.ended(this);
            } else if (kind == AttackKind.ASK) {
                send(wrap(ByteBuffer.wrap(REQUEST)));
            }
        } else if (channel.read(in) < 0) {
            attack.ended(this);
        } else {
            handshake();
        }
    }

    private void handshake() throws IOException {
        ByteBuffer clear = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                send(wrap(NOTHING));
            } else if (status == HandshakeStatus.NEED_UNWRAP || status == HandshakeStatus.NEED_UNWRAP_AGAIN) {
                in.flip();
                SSLEngineResult result = engine.unwrap(in, clear);
                in.compact();
                if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                    return;
                }
                if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                    throw new IOException("closed in the handshake");
                }
            } else {
                attack.handshakes++;
                act();
                return;
            }
        }
    }

    private void act() throws IOException {
        acting = true;
        in = NOTHING;
        switch (kind) {
            case HANDSHAKE_FLOOD -> attack.ended(this);
            case TRICKLE -> trickle();
            case ASK -> send(wrap(ByteBuffer.wrap(REQUEST)));
            case PIPELINE -> send(wrap(ByteBuffer.wrap(REQUESTS)));
            case DEAF -> {
                send(wrap(ByteBuffer.wrap(REQUESTS)));
                key.interestOps(key.interestOps() & ~SelectionKey.OP_READ);
            }
            case HALF_HEAD -> send(wrap(ByteBuffer.wrap(HALF_HEAD)));
            case HEADERS -> send(wrap(ByteBuffer.wrap(LONG_HEADER)));
            case RENEGOTIATE -> {
                engine.beginHandshake();
                send(wrap(NOTHING));
            }
            default -> throw new IllegalStateException(kind.toString());
        }
    }

    private void trickle() throws IOException {
        tricklesNanos = System.nanoTime() + TRICKLE_NANOS;
        send(wrap(ByteBuffer.wrap(HEADER, trickled++ % HEADER.length, 1)));
    }

    private ByteBuffer wrap(ByteBuffer clear) throws SSLException {
        int packet = engine.getSession().getPacketBufferSize();
        ByteBuffer wrapped = ByteBuffer.allocate(packet * (1 + clear.remaining() / (packet / 2)));
        do {
            engine.wrap(clear, wrapped);
        } while (clear.hasRemaining());
        return wrapped.flip();
    }

    /** What was left to be sent comes first. */
    private void send(ByteBuffer bytes) throws IOException {
        if (out.hasRemaining()) {
            out = ByteBuffer.allocate(out.remaining() + bytes.remaining()).put(out).put(bytes).flip();
        } else {
            out = bytes;
        }
        write();
    }

    private void write() throws IOException {
        channel.write(out);
        boolean more = out.hasRemaining();
        if (!more && acting && (kind == AttackKind.PIPELINE || kind == AttackKind.DEAF)) {
            out = wrap(ByteBuffer.wrap(REQUESTS)); // goes out when the others have had their turn
            more = true;
        }
        int writing = more ? SelectionKey.OP_WRITE : 0;
        key.interestOps(key.interestOps() & ~SelectionKey.OP_WRITE | writing);
    }
}
