package ircd.health.demo;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands in for one port of an IRC daemon: accepts, answers whatever comes with 451 (not registered, RFC 2812 section
 * 5.2) and closes when the other side does. Frozen, it leaves connections in the accept queue, as a daemon that hangs.
 */
final class StandIn implements AutoCloseable {
    private static final byte[] NOT_REGISTERED =
            ":demo.example 451 * :You have not registered\r\n".getBytes(StandardCharsets.US_ASCII);
    /** How soon freezing shows. */
    private static final int ACCEPT_MILLIS = 50;

    private final ServerSocket server;
    private volatile boolean frozen;

    private StandIn(ServerSocket server) {
        this.server = server;
    }

    /** Listens on the preferred port of loopback, or on any free one if it is taken. */
    static StandIn start(int preferredPort) throws IOException {
        StandIn standIn = new StandIn(LoopbackListener.open(preferredPort));
        standIn.server.setSoTimeout(ACCEPT_MILLIS);
        daemon("demo-ircd-" + standIn.port(), standIn::acceptAll);
        return standIn;
    }

    int port() {
        return server.getLocalPort();
    }

    void freeze(boolean freeze) {
        frozen = freeze;
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            if (frozen) {
                LockSupport.parkNanos(ACCEPT_MILLIS * 1_000_000L);
                continue;
            }
            try {
                Socket socket = server.accept();
                daemon("demo-ircd-connection", () -> serve(socket));
            } catch (SocketTimeoutException e) {
                // nobody came
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void serve(Socket socket) {
        byte[] received = new byte[512];
        try (socket) {
            while (socket.getInputStream().read(received) > 0) {
                socket.getOutputStream().write(NOT_REGISTERED);
            }
        } catch (IOException e) {
            // the other side is gone
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
