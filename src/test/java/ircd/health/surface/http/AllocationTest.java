package ircd.health.surface.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a request on a kept connection leaves to the collector, all of it Netty's: over plain epoll the future of its
 * write, 48 bytes; with BoringSSL some 500, with NIO 176; on Java 25 80 and 240. It is the same interpreted and compiled by C1; C2 can only
 * make it less. The bounds leave room for what happens once in a while.
 */
class AllocationTest {
    private static final int WARM_UP = 500;
    private static final int REQUESTS = 4000;

    private final Endpoints endpoints = new Endpoints();

    @BeforeEach
    void asInProduction() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE); // Netty's default
    }

    @ParameterizedTest
    @CsvSource({"EPOLL_PLAIN, 96", "EPOLL_BORINGSSL, 576", "NIO_PLAIN, 256"})
    void aRequestOnAKeptConnectionLeavesNothingButWhatNettyMakes(Way way, int mostBytes) throws Exception {
        try (PublicEndpoint endpoint = endpoints.start(way);
                Client client = new Client(endpoint.address(), way.tls)) {
            ask(client, WARM_UP);
            long before = allocatedByEventLoops();
            ask(client, REQUESTS);
            long bytes = (allocatedByEventLoops() - before) / REQUESTS;
            assertTrue(bytes <= mostBytes, bytes + " bytes per request");
        }
    }

    private static void ask(Client client, int requests) throws IOException {
        for (int i = 0; i < requests; i++) {
            client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").answer();
        }
    }

    private static long allocatedByEventLoops() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ircd-health-http-"))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getId()))
                .sum();
    }
}
