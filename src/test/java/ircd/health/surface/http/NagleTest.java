package ircd.health.surface.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client without TCP_NODELAY that writes its requests in two pieces: the second leaves when the first is acknowledged. */
@ExtendWith(QuietLog.class)
class NagleTest {
    /** Linux' shortest delayed acknowledgement (TCP_DELACK_MIN in include/net/tcp.h). */
    private static final long DELAYED_MILLIS = 40;

    private static final int REQUESTS = 10;

    private final Endpoints endpoints = new Endpoints();

    @ParameterizedTest
    @EnumSource(names = {"EPOLL_PLAIN", "EPOLL_BORINGSSL"})
    void theOtherHalfOfARequestIsNotKeptWaiting(Way way) throws IOException {
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            client.socket.setTcpNoDelay(false);
            long quickest = Long.MAX_VALUE;
            // After some of these the kernel expects an answer that carries the acknowledgement, and waits for it.
            for (int i = 0; i < REQUESTS; i++) {
                client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").answer();
            }
            for (int i = 0; i < REQUESTS; i++) {
                long before = System.nanoTime();
                client.send("GET /health HTTP/1.1\r\n")
                        .send("Host: localhost\r\n\r\n")
                        .answer();
                quickest = Math.min(quickest, System.nanoTime() - before);
            }
            // On a busy machine some may take longer; delayed, not one of them would have been quicker.
            assertTrue(TimeUnit.NANOSECONDS.toMillis(quickest) < DELAYED_MILLIS - 5, quickest + " ns");
        }
    }
}
