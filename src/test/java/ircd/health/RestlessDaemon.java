package ircd.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A daemon with one link, which it exchanges for another whenever a client has gone. */
final class RestlessDaemon implements AutoCloseable {
    private final ServerSocket clients;
    private final ServerSocket servers;
    private Socket near;
    private Socket far;

    private RestlessDaemon() throws IOException {
        clients = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        servers = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    }

    static RestlessDaemon start() throws IOException {
        RestlessDaemon daemon = new RestlessDaemon();
        daemon.exchangeLink();
        Thread thread = new Thread(daemon::run, "restless daemon");
        thread.setDaemon(true);
        thread.start();
        return daemon;
    }

    int clientPort() {
        return clients.getLocalPort();
    }

    int serverPort() {
        return servers.getLocalPort();
    }

    private void run() {
        try {
            while (true) {
                awaitEnd(clients.accept());
                exchangeLink();
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void awaitEnd(Socket client) {
        try (client) {
            client.getInputStream().read();
        } catch (IOException e) {
            // a check ends with a reset
        }
    }

    private synchronized void exchangeLink() throws IOException {
        Socket nextFar = new Socket(InetAddress.getLoopbackAddress(), serverPort());
        Socket nextNear = servers.accept();
        closeLink();
        far = nextFar;
        near = nextNear;
    }

    private synchronized void closeLink() throws IOException {
        if (far != null) {
            far.close();
            near.close();
        }
    }

    @Override
    public void close() throws IOException {
        clients.close();
        closeLink();
        servers.close();
    }
}
