package ircd.health.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Accepts one connection after another, says its lines at once, and remembers what it was sent. */
final class FakeDaemon implements AutoCloseable {
    private final ServerSocket server;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    private FakeDaemon(ServerSocket server) {
        this.server = server;
    }

    /** Listens, and never accepts: what a daemon looks like that hangs. */
    static FakeDaemon hanging() throws IOException {
        return new FakeDaemon(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()));
    }

    /** @param reply sent as soon as something was received; null closes at once */
    static FakeDaemon answering(String reply) throws IOException {
        FakeDaemon daemon = hanging();
        daemon.accept(reply);
        return daemon;
    }

    /** Begins to accept. */
    void accept(String reply) {
        Thread thread = new Thread(() -> serve(reply), "fake-daemon");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** What the next connection had sent when it ended. */
    String received() throws InterruptedException {
        return received.poll(5, TimeUnit.SECONDS);
    }

    private void serve(String reply) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                StringBuilder all = new StringBuilder();
                byte[] bytes = new byte[512];
                int length = reply == null ? -1 : socket.getInputStream().read(bytes);
                while (length > 0) {
                    if (all.isEmpty()) {
                        socket.getOutputStream().write(reply.getBytes(StandardCharsets.ISO_8859_1));
                    }
                    all.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
                    received.add(all.toString());
                    length = socket.getInputStream().read(bytes);
                }
            } catch (IOException e) {
                // a probe resets its connection
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
