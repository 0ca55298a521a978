package ircd.health.surface.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Two clients that connect, handshake, ask and close without pause: a stranger, and one that resumes its session. */
final class FreshClients implements AutoCloseable {
    private static final String GET = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final InetSocketAddress server;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    FreshClients(InetSocketAddress server) {
        this.server = server;
        SSLContext remembering = Client.trusting();
        for (boolean resumes : List.of(false, true)) {
            Thread thread = new Thread(() -> {
                while (!ended) {
                    ask(resumes ? remembering : Client.trusting());
                }
            });
            thread.start();
            threads.add(thread);
        }
    }

    private void ask(SSLContext context) {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                        .createSocket(Client.connect(server, null), server.getHostString(), server.getPort(), true);
                Client client = new Client(socket)) {
            String answer = client.send(GET).answer();
            if (!answer.startsWith("HTTP/1.1 200 ")) {
                failures.add(answer);
            }
            answered.incrementAndGet();
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }

    int answered() {
        return answered.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        end();
    }

    /** Blocks until the requests under way have ended. */
    void end() {
        ended = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
