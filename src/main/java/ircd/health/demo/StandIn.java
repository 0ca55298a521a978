package ircd.health.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for an IRC daemon. On its client port it answers whatever comes with 451 (not registered, RFC 2812 section
 * 5.2); on its server port it reads what a linked server sends; it closes when the other side does. Frozen, it
 * leaves new connections in the accept queue and bytes unread, as a daemon that hangs.
 */
final class StandIn implements AutoCloseable {
    private static final byte[] NOT_REGISTERED =
            ":demo.example 451 * :You have not registered\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PING = "PING :demo.example\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long PING_NANOS = 1_000_000_000L;
    /** How soon freezing shows. */
    private static final int TICK_MILLIS = 50;

    private final ServerSocket clients;
    private final ServerSocket servers;
    private volatile boolean frozen;
    private @Nullable Socket link; // guarded by this

    private StandIn(ServerSocket clients, ServerSocket servers) {
        this.clients = clients;
        this.servers = servers;
    }

    /** Listens on the preferred ports of loopback, or on any free ones where they are taken. */
    static StandIn start(int preferredClientPort, int preferredServerPort) throws IOException {
        ServerSocket clients = LoopbackListener.open(preferredClientPort);
        StandIn standIn;
        try {
            standIn = new StandIn(clients, LoopbackListener.open(preferredServerPort));
        } catch (IOException e) {
            clients.close();
            throw e;
        }
        daemon("demo-ircd-clients", () -> standIn.acceptAll(clients, NOT_REGISTERED));
        daemon("demo-ircd-servers", () -> standIn.acceptAll(standIn.servers, new byte[0]));
        return standIn;
    }

    int clientPort() {
        return clients.getLocalPort();
    }

    int serverPort() {
        return servers.getLocalPort();
    }

    void freeze(boolean freeze) {
        frozen = freeze;
    }

    /** Connects to another one, and sends it a line now and then, as linked servers do. */
    synchronized void link(StandIn other) throws IOException {
        unlink();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), other.serverPort());
        link = socket;
        daemon("demo-ircd-link", () -> ping(socket));
    }

    synchronized void unlink() throws IOException {
        if (link != null) {
            link.close();
            link = null;
        }
    }

    private static void ping(Socket link) {
        try (link) {
            while (!link.isClosed()) {
                link.getOutputStream().write(PING);
                LockSupport.parkNanos(PING_NANOS);
            }
        } catch (IOException e) {
            // unlinked
        }
    }

    private void acceptAll(ServerSocket server, byte[] answer) {
        try {
            server.setSoTimeout(TICK_MILLIS);
            while (!server.isClosed()) {
                waitWhileFrozen();
                acceptOne(server, answer);
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void acceptOne(ServerSocket server, byte[] answer) throws IOException {
        try {
            Socket socket = server.accept();
            daemon("demo-ircd-connection", () -> serve(socket, answer));
        } catch (SocketTimeoutException e) {
            // nobody came
        }
    }

    private void serve(Socket socket, byte[] answer) {
        byte[] received = new byte[512];
        try (socket) {
            while (socket.getInputStream().read(received) > 0) {
                waitWhileFrozen();
                socket.getOutputStream().write(answer);
            }
        } catch (IOException e) {
            // the other side is gone
        }
    }

    private void waitWhileFrozen() {
        while (frozen) {
            LockSupport.parkNanos(TICK_MILLIS * 1_000_000L);
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        frozen = false;
        unlink();
        clients.close();
        servers.close();
    }
}
