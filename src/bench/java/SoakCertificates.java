import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A renewal every ten seconds, one in three of which goes wrong. Both files change in one moment, by the link to their folder. */
final class SoakCertificates {
    /** After one that failed comes another than the one that is served, so that each good one is a reload. */
    private static final List<String> PAIRS = List.of("b", "a", "mismatched", "b", "a", "half");

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final String GOOD = "ircd_health_certificate_reloads_total";
    private static final String BAD = "ircd_health_certificate_reload_failures_total";

    private final SoakTally tally;
    private final Path folder;
    private int turn;

    SoakCertificates(SoakTally tally, Path folder) {
        this.tally = tally;
        this.folder = folder;
    }

    /** Blocks until the service has noticed, and the period is over. */
    void renew() throws Exception {
        long begun = System.nanoTime();
        String pair = PAIRS.get(turn++ % PAIRS.size());
        boolean good = pair.length() == 1;
        Path link = folder.resolve("next");
        Files.createSymbolicLink(link, Path.of("pairs", pair));
        Files.move(link, folder.resolve("live"), StandardCopyOption.ATOMIC_MOVE);
        tally.did(good ? "renewal: good" : "renewal: bad, " + pair);
        awaitCount(good ? GOOD : BAD, good ? goods() : bads());
        if (good) {
            try (SoakHttp fresh = SoakHttp.endpoint();
                    InputStream pem = Files.newInputStream(folder.resolve("live/cert.pem"))) {
                Certificate expected = CertificateFactory.getInstance("X.509").generateCertificate(pem);
                if (!fresh.served().equals(expected)) {
                    tally.wrong("a certificate that is counted as reloaded is not served");
                }
            }
        }
        TimeUnit.NANOSECONDS.sleep(begun + PERIOD_NANOS - System.nanoTime());
    }

    int goods() {
        return tally.of("renewal: good");
    }

    int bads() {
        return tally.of("renewal: bad, mismatched") + tally.of("renewal: bad, half");
    }

    private void awaitCount(String counter, int count) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (SoakMetrics.now().get(counter) < count) {
            if (System.nanoTime() - begun > LONGEST_NANOS) {
                tally.wrong("renewal not noticed within 30 s: " + counter);
                return;
            }
            Thread.sleep(500);
        }
    }
}
