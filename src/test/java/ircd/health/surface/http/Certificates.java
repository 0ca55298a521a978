package ircd.health.surface.http;

import ircd.health.tls.KeyMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;

/** Self-signed pairs, made once by the JDK's own keytool. */
public final class Certificates {
    public static final KeyMaterial EC = make("ec", "-keyalg", "EC", "-groupname", "secp256r1");
    static final KeyMaterial EC_RENEWED = make("renewed", "-keyalg", "EC", "-groupname", "secp256r1");
    static final KeyMaterial RSA = make("rsa", "-keyalg", "RSA", "-keysize", "2048");
    /** Belongs together, but no engine gets at the key. */
    static final KeyMaterial UNREADABLE = new KeyMaterial(new SigningOnly((RSAPrivateKey) RSA.key()), RSA.chain());

    private Certificates() {}

    /** As a key in hardware: signs, and does not show itself. */
    private record SigningOnly(RSAPrivateKey key) implements RSAPrivateKey {
        @Override
        public BigInteger getModulus() {
            return key.getModulus();
        }

        @Override
        public BigInteger getPrivateExponent() {
            return key.getPrivateExponent();
        }

        @Override
        public String getAlgorithm() {
            return key.getAlgorithm();
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }

    private static KeyMaterial make(String name, String... key) {
        try {
            Path folder = Files.createTempDirectory("ircd-health-test");
            Path store = folder.resolve("store.p12");
            List<String> command = new java.util.ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "it",
                    "-dname",
                    "CN=" + name,
                    "-storepass",
                    "secret",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString()));
            command.addAll(List.of(key));
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
            KeyStore pairs = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                pairs.load(in, "secret".toCharArray());
            }
            Files.delete(store);
            Files.delete(folder);
            return new KeyMaterial((PrivateKey) pairs.getKey("it", "secret".toCharArray()), List.of((X509Certificate)
                    pairs.getCertificate("it")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
