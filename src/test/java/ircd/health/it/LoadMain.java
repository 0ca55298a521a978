package ircd.health.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A JVM that connects to a daemon and leaves again, as often as the daemon can take it, and to a listener of its own as
 * often as the kernel can take it: the socket tables change all the time, and fill with TIME_WAIT. Ends with its
 * standard input.
 */
final class LoadMain {
    private static final byte[] QUIT = "QUIT\r\n".getBytes(StandardCharsets.US_ASCII);
    /** Below ngIRCd's accept queue of 10, so that one more client always finds a place in it. */
    private static final int CLIENTS = 4;

    private static final int OTHERS = 2;
    /** From so many addresses, each with ephemeral ports of its own: one address would run out of them. */
    private static final int ADDRESSES = 16;

    private LoadMain() {}

    /** Runs until its standard input ends; the arguments are the address and client port of the daemon. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress daemon = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        AtomicInteger next = new AtomicInteger();
        for (int i = 0; i < CLIENTS; i++) {
            start(() -> visit(daemon, next));
        }
        ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        start(() -> listener.accept().close());
        for (int i = 0; i < OTHERS; i++) {
            start(() -> visit((InetSocketAddress) listener.getLocalSocketAddress(), next));
        }
        while (System.in.read() >= 0) {}
        System.exit(0);
    }

    /** Connects, says QUIT and waits until the other side closes: whose end gets the TIME_WAIT. */
    private static void visit(InetSocketAddress where, AtomicInteger next) throws IOException {
        try (Socket socket = new Socket()) {
            int host = 1 + next.getAndIncrement() % ADDRESSES;
            socket.bind(new InetSocketAddress("127.0.1." + host, 0));
            socket.connect(where, 5_000);
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(QUIT);
            while (socket.getInputStream().read() >= 0) {}
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void start(Step step) {
        Thread thread = new Thread(() -> {
            while (true) {
                try {
                    step.run();
                } catch (IOException e) {
                    // One visitor less; the next one comes at once.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
