import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;

/** Clients that stop in the middle, or leave: the slow trickle of them that every public port sees. */
final class SoakFoes {
    private static final byte[] REQUEST = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SoakTally tally;
    private final byte[] hello;
    private int turn;

    SoakFoes(SoakTally tally) throws Exception {
        this.tally = tally;
        this.hello = clientHello();
    }

    private static byte[] clientHello() throws Exception {
        SSLEngine engine = Trusting.context().createSSLEngine();
        engine.setUseClientMode(true);
        engine.beginHandshake();
        var record = java.nio.ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(java.nio.ByteBuffer.allocate(0), record);
        return Arrays.copyOf(record.array(), record.position());
    }

    /** Another one each time. Blocks for the seconds that the service takes to close it. */
    void next() throws IOException, InterruptedException {
        int kind;
        synchronized (this) {
            kind = turn++ % 9;
        }
        switch (kind) {
            case 0 -> untilClosed("half a ClientHello", raw(SoakHttp.PUBLIC, Arrays.copyOf(hello, hello.length / 2)));
            case 1 -> untilClosed("a ClientHello and no more", raw(SoakHttp.PUBLIC, hello));
            case 2 -> untilClosed("half a header", handshaken(REQUEST.length / 2));
            case 3 -> untilClosed("a handshake and no more", handshaken(0));
            case 4 -> reset("half a ClientHello, and reset", raw(SoakHttp.PUBLIC, Arrays.copyOf(hello, hello.length / 2)));
            case 5 -> reset("a ClientHello, and reset", raw(SoakHttp.PUBLIC, hello));
            case 6 -> reset("a request, and reset before the answer", handshaken(REQUEST.length));
            case 7 -> untilClosed("half a scrape", raw(SoakHttp.METRICS, Arrays.copyOf(REQUEST, REQUEST.length / 2)));
            default -> {
                tally.did("client: silent for two seconds");
                try (Socket socket = SoakHttp.plain(SoakHttp.PUBLIC)) {
                    Thread.sleep(2000);
                }
            }
        }
    }

    private static Socket raw(int port, byte[] octets) throws IOException {
        Socket socket = SoakHttp.plain(port);
        socket.getOutputStream().write(octets);
        return socket;
    }

    private static Socket handshaken(int octetsOfRequest) throws IOException {
        Socket socket = SoakHttp.tls(SoakHttp.PUBLIC);
        if (octetsOfRequest > 0) {
            socket.getOutputStream().write(REQUEST, 0, octetsOfRequest);
        }
        return socket;
    }

    private void untilClosed(String kind, Socket socket) throws IOException {
        tally.did("client: " + kind);
        try (socket) {
            InputStream in = socket.getInputStream();
            byte[] some = new byte[4096];
            while (in.read(some) >= 0) {
                // what it says to it is no matter
            }
        } catch (SocketTimeoutException e) {
            tally.wrong("not closed: " + kind);
        } catch (SocketException | javax.net.ssl.SSLException e) {
            // closed, if not politely
        }
    }

    private void reset(String kind, Socket socket) throws IOException {
        tally.did("client: " + kind);
        if (socket instanceof javax.net.ssl.SSLSocket tls) {
            tls.setSoLinger(true, 0);
        }
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
