package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A newcomer's first minute. */
final class DemoIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern HEALTH_URL = Pattern.compile("curl -i (http://\\S+/health)");
    private static final Pattern METRICS_URL = Pattern.compile("curl (http://\\S+/metrics)");

    @Test
    void healthGoesFrom503To200AsAPersonWatches() {
        try (JavaProcess demo = new JavaProcess(List.of("-jar", JavaProcess.jar(), "demo"))) {
            demo.await(ServiceProcess.LISTENING, SOON);
            HealthClient health = new HealthClient(URI.create(demo.await(HEALTH_URL, SOON)));
            assertEquals(503, health.ask().status());
            Await.until("200", SOON, () -> health.ask().status() == 200);
            Await.until("warm", SOON, () -> health.ask().body().equals(HealthBody.of(true, true, true)));

            HealthAnswer metrics = new HealthClient(URI.create(demo.await(METRICS_URL, SOON))).ask();
            assertTrue(metrics.body().contains("\nircd_health_routable 1.0\n"), metrics.body());
            assertTrue(demo.output().contains("jconsole " + demo.pid()), demo.output());
        }
    }

    @Test
    void twoDemosAtOnceTakeFreePorts() {
        try (JavaProcess first = new JavaProcess(List.of("-jar", JavaProcess.jar(), "demo"))) {
            String firstUrl = first.await(ServiceProcess.LISTENING, SOON);
            try (JavaProcess second = new JavaProcess(List.of("-jar", JavaProcess.jar(), "demo"))) {
                String secondUrl = second.await(ServiceProcess.LISTENING, SOON);

                assertTrue(!firstUrl.equals(secondUrl), secondUrl);
                assertEquals(secondUrl, second.await(HEALTH_URL, SOON));
            }
        }
    }
}
