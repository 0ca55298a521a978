package ircd.health.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyMaterialTest {
    @TempDir
    static Path made;

    static KeyMaterial one;
    static KeyMaterial other;

    @BeforeAll
    static void makePairs() throws Exception {
        Openssl openssl = Openssl.in(made);
        one = openssl.pair("one");
        other = openssl.pair("other");
    }

    @Test
    void theKeyOfAnotherCertificateMakesNoPair() {
        assertEquals(one, new KeyMaterial(one.key(), one.chain()));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new KeyMaterial(other.key(), one.chain()));
        assertEquals("the key does not belong to the first certificate", refused.getMessage());
    }

    @Test
    void theFirstCertificateIsTheOneThatCounts() {
        assertThrows(
                IllegalArgumentException.class, () -> new KeyMaterial(one.key(), List.of(other.leaf(), one.leaf())));
        assertEquals(one.leaf(), new KeyMaterial(one.key(), List.of(one.leaf(), other.leaf())).leaf());
    }

    @Test
    void withoutACertificateThereIsNoPair() {
        assertThrows(IllegalArgumentException.class, () -> new KeyMaterial(one.key(), List.of()));
    }
}
