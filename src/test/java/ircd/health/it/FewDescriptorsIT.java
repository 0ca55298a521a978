package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A process that may open few files, and more clients than it can have. */
final class FewDescriptorsIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int LIMIT = 256;
    private static final int CLIENTS = 400;
    private static final int CLIENTS_OF_AN_ADDRESS = 50;
    private static final String CANNOT_ACCEPT = "Cannot accept connections";

    @Test
    void pollsProbesAndMetricsGoOnWhileAllPlacesAreTaken() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (AcceptingDaemon daemon = new AcceptingDaemon();
                ServiceProcess service = start(daemon)) {
            HealthClient metrics = metricsOf(service);
            service.awaitStatus(200, SOON);
            for (int i = 0; i < CLIENTS; i++) {
                slow.add(connect(service.uri(), "127.0.7." + (1 + i / CLIENTS_OF_AN_ADDRESS)));
            }
            Await.until("some are displaced", SOON, () -> metric(metrics, "refused_total{reason=\"displaced\",}") > 0);
            double polls = metric(metrics, "polls_total");
            Await.until("two more polls", SOON, () -> {
                assertEquals(200, service.client().askAnew().status());
                return metric(metrics, "polls_total") >= polls + 2;
            });

            assertEquals(0, metric(metrics, "poll_failures_total"));
            assertEquals(1, metric(metrics, "routable"));
            assertTrue(service.output().contains("--max-connections 4096: this process may have 256 files open"));
            assertTrue(!service.output().contains(CANNOT_ACCEPT), service.output());
        } finally {
            closeAll(slow);
        }
    }

    @Test
    void withoutAnyDescriptorItSaysWhyAndGoesOnWhenThereAreSome() {
        try (AcceptingDaemon daemon = new AcceptingDaemon();
                ServiceProcess service = start(daemon)) {
            HealthClient metrics = metricsOf(service);
            service.awaitStatus(200, SOON);
            assertEquals(1, metric(metrics, "routable"));

            allow(service, 1);
            service.awaitStatus(503, SOON); // on the connection that is open
            service.client().askAnew();
            Await.until("it says so", SOON, () -> service.output().contains(CANNOT_ACCEPT));
            assertTrue(service.output().contains("no file descriptor is free for the check"), service.output());

            allow(service, LIMIT);
            service.awaitStatus(200, SOON);
            assertEquals(200, service.client().askAnew().status());
            assertEquals(1, metric(metrics, "routable"));
            assertTrue(metric(metrics, "client_failures_total{reason=\"error\",}") > 0);
            assertEquals(
                    1,
                    service.lines().stream()
                            .filter(line -> line.contains(CANNOT_ACCEPT))
                            .count(),
                    service.output());
        }
    }

    private static ServiceProcess start(AcceptingDaemon daemon) {
        return ServiceProcess.startUnder(
                List.of("prlimit", "--nofile=" + LIMIT),
                "--allow-http",
                "--mode",
                "cached",
                "--poll-interval",
                "5",
                "--client-port",
                daemon.port(),
                "--s2s-ports",
                "none",
                "--metrics-listen",
                "127.0.0.1:0");
    }

    private static HealthClient metricsOf(ServiceProcess service) {
        return new HealthClient(service.metrics(SOON));
    }

    /** The sample of this name, without its prefix; 0 if there is none. */
    private static double metric(HealthClient metrics, String name) {
        HealthAnswer answer = metrics.ask();
        assertEquals(200, answer.status(), answer::toString);
        return answer.body()
                .lines()
                .map(line -> line.split(" "))
                .filter(words -> words[0].matches("ircd_health_(endpoint_)?" + Pattern.quote(name)))
                .mapToDouble(words -> Double.parseDouble(words[1]))
                .findFirst()
                .orElse(0);
    }

    /** So many descriptors from now on; those that are open stay. */
    private static void allow(ServiceProcess service, int descriptors) {
        Commands.check(
                "prlimit", "--pid", String.valueOf(service.process().pid()), "--nofile=" + descriptors + ":" + LIMIT);
    }

    private static Socket connect(URI uri, String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        socket.getOutputStream().write('G'); // the kernel keeps a client that says nothing to itself
        return socket;
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
