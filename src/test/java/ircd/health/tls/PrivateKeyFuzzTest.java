package ircd.health.tls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.Corpus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a PRIVATE KEY block holds: an RSA or EC key, or one line that says why not. The input is the DER, so that a
 * fuzzer need not learn base64; its first byte chooses the block's label, and the certificate.
 */
class PrivateKeyFuzzTest {
    private static final List<String> LABELS = List.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY");
    private static final List<X509Certificate> CERTIFICATES =
            List.of(certificate("corpus/pem/ec-sec1.pem"), certificate("corpus/pem/rsa-pkcs1.pem"));

    static Stream<Named<byte[]>> corpus() throws IOException {
        return Corpus.of(PrivateKeyFuzzTest.class, "corpus/key");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void aKeyIsUsableOrRefusedInOneLine(byte[] input) {
        fuzzerTestOneInput(input);
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int choice = input[0] & 0xFF;
        String body = Base64.getEncoder().encodeToString(Arrays.copyOfRange(input, 1, input.length));
        PemFile.Block block = new PemFile.Block(LABELS.get(choice % LABELS.size()), 1, body);
        X509Certificate leaf = CERTIFICATES.get(choice / LABELS.size() % CERTIFICATES.size());
        try {
            String algorithm = PrivateKeys.parse(new PemFile("--key", Path.of("key.pem"), List.of(block)), block, leaf)
                    .getAlgorithm();
            assertTrue(Set.of("RSA", "EC").contains(algorithm), algorithm);
        } catch (KeyMaterialException e) {
            PemFuzzTest.assertOneLine(String.valueOf(e.getMessage()));
        }
    }

    private static X509Certificate certificate(String resource) {
        try {
            PemFile file = PemFile.read(
                    "--cert",
                    Path.of(PrivateKeyFuzzTest.class.getResource(resource).toURI()));
            PemFile.Block block = file.blocks().stream()
                    .filter(PemFile.Block::isCertificate)
                    .findFirst()
                    .orElseThrow();
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.decode()));
        } catch (KeyMaterialException | URISyntaxException | CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
