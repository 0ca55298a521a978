package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A newcomer's first minute, and the other stories five times as fast; all at once, as each is mostly waiting. */
@ResourceLock(Ports.DEFAULTS)
final class DemoIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern HEALTH_URL = Pattern.compile("curl -i (http://\\S+/health)");
    private static final Pattern METRICS_URL = Pattern.compile("curl (http://\\S+/metrics)");
    private static final Pattern PAGE_URL = Pattern.compile("(http://\\S+/) +the page");
    private static final Pattern CERTIFICATE = Pattern.compile("curl -i --cacert (\\S+) https://");

    private static final List<JavaProcess> DEMOS = new ArrayList<>();
    private static JavaProcess link;
    private static HealthAnswer atFirst;
    private static JavaProcess split;
    private static JavaProcess hang;
    private static JavaProcess flap;
    private static JavaProcess expired;

    /** One after the other: each takes the ports that it finds free. */
    @BeforeAll
    static void startAll() {
        link = start("link", 1);
        atFirst = health(link);
        split = start("split", 5);
        hang = start("hang", 5);
        flap = start("flap", 5);
        expired = start("expired", 5);
    }

    private static JavaProcess start(String scenario, int timesFaster) {
        JavaProcess demo = new JavaProcess(
                List.of("-jar", JavaProcess.jar(), "demo", "--scenario", scenario, "--times-faster", "" + timesFaster));
        DEMOS.add(demo);
        demo.await(ServiceProcess.LISTENING, SOON);
        return demo;
    }

    @AfterAll
    static void stopAll() {
        DEMOS.forEach(JavaProcess::close);
    }

    /** The lines of the log and of the story in which something happened, in this order. */
    private static void awaitInOrder(JavaProcess demo, String... wanted) {
        int from = 0;
        for (String text : wanted) {
            int start = from;
            Await.until(
                    "'" + text + "' after '" + String.join("', '", wanted) + "' in\n" + demo.output(),
                    SOON,
                    () -> find(demo.lines(), text, start) >= 0);
            from = find(demo.lines(), text, start) + 1;
        }
    }

    private static int find(List<String> lines, String text, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i;
            }
        }
        return -1;
    }

    private static HealthAnswer health(JavaProcess demo) {
        return new HealthClient(URI.create(demo.await(ServiceProcess.LISTENING, SOON))).ask();
    }

    @Test
    void healthGoesFrom503To200AsAPersonWatches() {
        assertEquals(503, atFirst.status());
        awaitInOrder(link, "--- the two servers link up", "Routable: false -> true", "Warm: false -> true");

        HealthAnswer health = new HealthClient(URI.create(link.await(HEALTH_URL, SOON))).ask();
        HealthAnswer metrics = new HealthClient(URI.create(link.await(METRICS_URL, SOON))).ask();
        assertEquals(200, health.status());
        assertEquals(HealthBody.of(true, true, true), health.body());
        assertTrue(metrics.body().contains("\nircd_health_routable 1.0\n"), metrics.body());
        assertTrue(link.output().contains("jconsole " + link.pid()), link.output());
    }

    @Test
    void thePageIsOnTheMetricsPortAndNeverOnThePublicOne() {
        awaitInOrder(link, "Warm: false -> true");
        String url = link.await(PAGE_URL, SOON);
        URI publicRoot = URI.create(link.await(HEALTH_URL, SOON)).resolve("/");

        HealthAnswer page = new HealthClient(URI.create(url)).ask();
        HealthAnswer root = new HealthClient(publicRoot).ask();

        assertTrue(page.body().contains("<title>Routable · ircd-health</title>"), page.body());
        assertTrue(page.body().contains("1 open, 1 stable, 0 stalled."), page.body());
        assertTrue(root.body().startsWith("{\"name\": "), root.body());
        assertFalse(root.body().contains("<"), root.body());
        assertEquals(
                404,
                new HealthClient(publicRoot.resolve("/?pause").resolve("/page"))
                        .ask()
                        .status());
    }

    @Test
    void aSplitIsSeenAndHeals() {
        awaitInOrder(
                split,
                "--- the two servers link up",
                "Warm: false -> true",
                "--- a netsplit",
                "S2sValid: true -> false (no-link)",
                "--- the servers link again",
                "S2sValid: false -> true (ok)");
        assertEquals(200, health(split).status());
    }

    @Test
    void aDaemonThatHangsIsSeenAndRecovers() {
        awaitInOrder(
                hang,
                "Warm: false -> true",
                "--- the daemon hangs",
                "ClientValid: true -> false (not-accepted)",
                "--- the daemon goes on",
                "ClientValid: false -> true (ok)");
        assertEquals(200, health(hang).status());
    }

    @Test
    void aLinkThatFlapsIsNotStableUntilItStays() {
        awaitInOrder(
                flap,
                "Warm: false -> true",
                "--- the link begins to flap",
                "(not-stable)",
                "--- the link stays",
                "S2sValid: false -> true (ok)");
        awaitInOrder(flap, "--- the link begins to flap", "S2sValid: true -> false", "--- the link stays");
        assertEquals(200, health(flap).status());
    }

    @Test
    void aCertificateExpiresAndIsRenewedWithoutTheVerdictMinding() {
        String certificate = expired.await(CERTIFICATE, SOON);
        awaitInOrder(
                expired,
                "--- the certificate of the public endpoint has just expired",
                "--- the certificate is renewed",
                "certificate reloaded: ");
        awaitInOrder(expired, "the certificate expired at ", "certificate reloaded: ");
        assertEquals(200, health(expired).status());
        String url = expired.await(ServiceProcess.LISTENING, SOON);
        String curl = Commands.check("curl", "-sS", "--cacert", certificate, url);
        assertEquals(HealthBody.of(true, true, true), curl);
        assertTrue(expired.output().lines().noneMatch(line -> line.contains("Routable: true -> false")));
    }
}
