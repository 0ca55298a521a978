package ircd.health.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import ircd.health.demo.DemoNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a daemon that is gone to the operator's pager, through everything between: only the intervals are shorter. */
@Timeout(60)
final class AlertIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path KIT = Path.of("grafana/prometheus");

    /** Of the two that fire: the only server's own, IrcdNotRoutable, is kept back by the network's. */
    private static final String ALERT = "\"alertname\":\"IrcdNetworkNotRoutable\"";

    @TempDir
    private Path folder;

    private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();

    @Test
    void operatorsAreToldWhenANetworkIsNoLongerRoutableAndWhenItIsAgain() throws Exception {
        HttpServer pager = pager();
        DemoNetwork daemon = DemoNetwork.start(0, 0);
        try (ServiceProcess service = ServiceProcess.start(
                        "--client-port",
                        String.valueOf(daemon.hubClientPort()),
                        "--s2s-ports",
                        "none",
                        "--mode",
                        "cached",
                        "--poll-interval",
                        "5",
                        "--allow-http",
                        "--metrics-listen",
                        "127.0.0.1:0");
                MonitoringProcess alertmanager = MonitoringProcess.alertmanager(folder, routing(pager));
                MonitoringProcess prometheus =
                        MonitoringProcess.prometheus(folder, watching(service.metrics(SOON), alertmanager.address()))) {
            prometheus.await("network:ircd_health_routable:sum == 1", SOON);

            daemon.freeze(true);
            String firing = awaitDelivery("\"status\":\"firing\"");
            daemon.freeze(false);
            String resolved = awaitDelivery("\"status\":\"resolved\"");

            for (String message : List.of(firing, resolved)) {
                assertTrue(message.contains("\"severity\":\"critical\""), message);
                assertTrue(message.contains("\"summary\":\"no server of network example is routable\""), message);
                assertTrue(message.contains("\"runbook\":\"Most often the hub"), message);
            }
        } finally {
            daemon.close();
            pager.stop(0);
        }
    }

    private HttpServer pager() throws IOException {
        HttpServer pager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pager.createContext("/", exchange -> {
            delivered.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        pager.start();
        return pager;
    }

    private String awaitDelivery(String what) throws InterruptedException {
        while (true) {
            String message = delivered.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            assertTrue(message != null, "no message with " + what);
            if (message.contains(what) && message.contains(ALERT)) {
                return message;
            }
        }
    }

    /** The example, with the receiver's address and without the minutes of waiting for more of the same. */
    private static String routing(HttpServer pager) throws IOException {
        return Files.readString(KIT.resolve("alertmanager.yml"))
                .replace("group_wait: 30s", "group_wait: 1s")
                .replace("group_interval: 5m", "group_interval: 1s")
                .replace("127.0.0.1:8000", "127.0.0.1:" + pager.getAddress().getPort());
    }

    /** The example, rules included, once a second instead of every 15, and without the minute of patience. */
    private String watching(URI metrics, String alertmanager) throws IOException {
        Files.copy(KIT.resolve("recording.yml"), folder.resolve("recording.yml"));
        Files.writeString(
                folder.resolve("alerts.yml"),
                Files.readString(KIT.resolve("alerts.yml")).replace("for: 1m", "for: 1s"));
        return Files.readString(KIT.resolve("prometheus.yml"))
                .replace("_interval: 15s", "_interval: 1s")
                .replace("127.0.0.1:9679", metrics.getAuthority())
                .replace("127.0.0.1:9093", alertmanager);
    }
}
