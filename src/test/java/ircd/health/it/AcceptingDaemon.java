package ircd.health.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Enough of a daemon for a client check: takes every connection, and closes it when the other side has. */
final class AcceptingDaemon implements AutoCloseable {
    private final ServerSocket listener;

    AcceptingDaemon() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::run, "accepting daemon");
        thread.setDaemon(true);
        thread.start();
    }

    String port() {
        return String.valueOf(listener.getLocalPort());
    }

    private void run() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                client.setSoTimeout(2_000);
                client.getInputStream().readAllBytes();
            } catch (IOException e) {
                // A reset is how a check takes its leave.
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
