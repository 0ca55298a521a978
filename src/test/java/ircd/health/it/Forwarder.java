package ircd.health.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A tunnel of one port, as {@code ssh -L} or a NAT makes it. */
final class Forwarder implements AutoCloseable {
    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    /** From the same port of another address of loopback. */
    Forwarder(String from, InetSocketAddress target) throws IOException {
        this.target = target;
        listener = new ServerSocket(target.getPort(), 50, InetAddress.getByName(from));
        daemon(this::acceptAll);
    }

    int connections() {
        return sockets.size() / 2;
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket near = listener.accept();
                Socket far = new Socket(target.getAddress(), target.getPort());
                sockets.add(near);
                sockets.add(far);
                daemon(() -> copy(near, far));
                daemon(() -> copy(far, near));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One end is gone: so is the other.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "forwarder");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        cut();
    }

    /** Ends every connection, and takes none any more. */
    void cut() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
