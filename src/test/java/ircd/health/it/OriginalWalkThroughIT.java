package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The section "Testing" of the Python original's README, to the letter, with OpenBSD's netcat in place of a daemon. */
@ResourceLock(Ports.DEFAULTS)
final class OriginalWalkThroughIT {
    private final int clientPort = new Ports().free("127.0.0.1");

    @BeforeEach
    void needsNetcat() {
        Daemons.require("nc");
    }

    /** {@code nc -l} takes one single connection: nothing but the first request may make one. */
    @Test
    void theFirstCurlFindsTheListenerAndTheNextDoesNot() throws Exception {
        Process netcat = new ProcessBuilder("nc", "-l", String.valueOf(clientPort)).start();
        try (ServiceProcess service = ServiceProcess.start(
                "--client-port", String.valueOf(clientPort), "--allow-http", "--stable-duration", "5")) {
            Await.pass(Duration.ofSeconds(1));
            HealthAnswer found = service.health();
            assertEquals(503, found.status());
            assertEquals(HealthBody.of(true, false, false), found.body());

            netcat.destroy();
            netcat.waitFor(5, TimeUnit.SECONDS);
            HealthAnswer gone = service.health();
            assertEquals(503, gone.status());
            assertEquals(HealthBody.of(false, false, false), gone.body());
            assertTrue(service.output().contains("--mode live: requests cause up to 600"), service.output());
        } finally {
            netcat.destroyForcibly();
        }
    }

    @Test
    void bothInfoPagesSayWhatItIs() {
        try (ServiceProcess service =
                ServiceProcess.start("--allow-http", "--mode", "cached", "--health-path", "/up", "--foreground")) {
            String info =
                    "{\"name\": \"ircd-web-health\", \"healthPath\": \"/up\", \"mode\": \"cached\", \"https\": false}";
            for (String path : new String[] {"/", "/_info", "/_info?x=1"}) {
                HealthAnswer answer =
                        new HealthClient(URI.create("http://" + service.uri().getAuthority() + path)).ask();
                assertEquals(200, answer.status());
                assertEquals(info, answer.body());
            }
        }
    }

    /** One that connects and says nothing stopped the original for everybody. */
    @Test
    void aSilentClientStopsNobody() throws IOException {
        try (ServiceProcess service = ServiceProcess.start("--allow-http");
                Socket silent = new Socket(
                        InetAddress.getLoopbackAddress(), service.uri().getPort())) {
            assertEquals(503, service.health().status());
            silent.getOutputStream().write("GET /health HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals('H', silent.getInputStream().read(), "and it is served as well, once it speaks");
        }
    }
}
