package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.EnumSource;

/** The certificate files change while a real daemon is judged (which kind is no matter) and clients ask. */
@EnumSource(value = NetworkKind.class, names = "NGIRCD")
final class CertificateIT extends OverRealDaemons {
    private static final Pattern WARNING = Pattern.compile("\\bwarn(ing)?\\b", Pattern.CASE_INSENSITIVE);
    private static final Duration CHECK = Duration.ofSeconds(5);
    private static final Duration SLACK = Duration.ofSeconds(2);
    /** For what comes with the next check, and not with the one after it, on a machine that has much else to do. */
    private static final Duration PATIENCE = CHECK.multipliedBy(2).minusSeconds(1);

    @TempDir
    private Path folder;

    @Test
    void aReplacedCertificateIsServedAndNoRequestFails() {
        TestCertificate next = TestCertificate.make(folder, "next", TestCertificate.Key.RSA_PKCS1);
        TestCertificate live = live(TestCertificate.Key.EC_SEC1);
        try (ServiceProcess service = serving(live);
                ObservedHealth keptAlive = ObservedHealth.of(service);
                CurlLoop curl = CurlLoop.over(service.uri())) {
            assertEquals(live.serial(), service.client().servedSerial());
            Await.until("curl runs", PATIENCE, () -> !curl.results().isEmpty());

            live.replaceWith(next);
            awaitServed(service, next);
            int untilNow = curl.results().size();
            Await.until("curl runs on", PATIENCE, () -> curl.results().size() > untilNow + 3);

            keptAlive.end();
            curl.end();
            keptAlive.assertNoneFailed();
            assertEquals(List.of("200"), curl.results().stream().distinct().toList());
        }
    }

    @Test
    void aBrokenCertificateIsWarnedOfOnceAndTheOldOneServedOn() {
        TestCertificate next = TestCertificate.make(folder, "next", TestCertificate.Key.EC_PKCS8);
        TestCertificate live = live(TestCertificate.Key.RSA_PKCS8);
        String good = live.certificateText();
        var serial = live.serial();
        try (ServiceProcess service = serving(live);
                ObservedHealth anew = ObservedHealth.anewOf(service)) {
            int before = warnings(service).size();

            live.replaceCertificate(good.substring(0, good.length() / 2));
            awaitWarnings(service, before + 1);
            live.replaceCertificate(next.certificateText());
            awaitWarnings(service, before + 2);
            Await.pass(CHECK.plus(SLACK));

            assertEquals(before + 2, warnings(service).size(), service.output());
            assertEquals(serial, service.client().servedSerial());

            live.replaceWith(next);
            awaitServed(service, next);
            anew.end();
            anew.assertNoneFailed();
        }
    }

    private TestCertificate live(TestCertificate.Key kind) {
        return TestCertificate.make(folder, "first", kind)
                .copyTo(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
    }

    private ServiceProcess serving(TestCertificate pair) {
        ServiceProcess service = ServiceProcess.watching(
                daemons(),
                "--cert",
                pair.certificate().toString(),
                "--key",
                pair.key().toString(),
                "--reload-check-interval",
                String.valueOf(CHECK.toSeconds()),
                "--stable-duration",
                "2");
        service.awaitStatus(200, Duration.ofSeconds(10));
        return service;
    }

    private static void awaitServed(ServiceProcess service, TestCertificate pair) {
        Await.until("new certificate served", PATIENCE, () -> service.client()
                .servedSerial()
                .equals(pair.serial()));
    }

    private static void awaitWarnings(ServiceProcess service, int count) {
        Await.until(count + " warnings", PATIENCE, () -> warnings(service).size() >= count);
        assertTrue(warnings(service).size() == count, service.output());
    }

    private static List<String> warnings(ServiceProcess service) {
        return service.lines().stream()
                .filter(line -> WARNING.matcher(line).find())
                .toList();
    }
}
