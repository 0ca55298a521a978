package ircd.health.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.tls.KeyMaterial;
import ircd.health.tls.PemFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DemoCertificateTest {
    @Test
    void itEndsWhenItIsToldToAndTheNextOneDoesNot() throws Exception {
        Path folder;
        try (DemoCertificate certificate = DemoCertificate.endingIn(Duration.ofSeconds(25))) {
            folder = certificate.cert().getParent();
            KeyMaterial first = PemFiles.read(certificate.cert(), certificate.key());
            Duration left = Duration.between(Instant.now(), first.notAfter());
            assertTrue(left.compareTo(Duration.ofSeconds(25)) <= 0, left::toString);
            assertTrue(left.compareTo(Duration.ofSeconds(5)) > 0, left::toString);

            certificate.renew();
            KeyMaterial second = PemFiles.read(certificate.cert(), certificate.key());
            assertEquals(88, Duration.between(Instant.now(), second.notAfter()).toDays());
            assertNotEquals(first.chain(), second.chain());
        }
        assertFalse(Files.exists(folder));
    }
}
