package ircd.health.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A self-signed certificate for 127.0.0.1 and its key, as PEM files in a folder of their own that goes with them. Made by
 * the keytool of the Java that runs: the JDK has no public API that makes certificates.
 */
public final class DemoCertificate implements AutoCloseable {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration RENEWED_FOR = Duration.ofDays(90);
    private static final DateTimeFormatter START = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT)
            .withZone(ZoneId.systemDefault()); // as keytool reads it
    private static final String ALIAS = "demo";
    private static final String PASSWORD = "not-a-secret"; // of a key store that lives for a moment
    private static final long KEYTOOL_SECONDS = 30;

    private final Path folder;

    private DemoCertificate(Path folder) {
        this.folder = folder;
        // A program that is interrupted may close nothing. The last one goes first.
        for (Path file : List.of(folder, store(), key(), cert())) {
            file.toFile().deleteOnExit();
        }
    }

    /**
     * Blocks for a second or two.
     *
     * @throws IOException if this Java has no keytool, or it fails
     */
    public static DemoCertificate endingIn(Duration left) throws IOException {
        DemoCertificate certificate = new DemoCertificate(Files.createTempDirectory("ircd-health-demo-"));
        try {
            certificate.make(Instant.now().plus(left).minus(DAY), DAY);
            return certificate;
        } catch (IOException e) {
            certificate.close();
            throw e;
        }
    }

    public Path cert() {
        return folder.resolve("cert.pem");
    }

    public Path key() {
        return folder.resolve("key.pem");
    }

    private Path store() {
        return folder.resolve("store.p12");
    }

    /** Puts a new pair there, with a new key; blocks as the first time. */
    public void renew() throws IOException {
        make(Instant.now().minus(DAY), RENEWED_FOR);
    }

    private void make(Instant start, Duration validity) throws IOException {
        Path store = store();
        run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=ircd-health demo",
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-startdate",
                START.format(start),
                "-validity",
                Long.toString(validity.toDays()),
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore read = KeyStore.getInstance("PKCS12");
            read.load(in, PASSWORD.toCharArray());
            write(
                    key(),
                    "PRIVATE KEY",
                    read.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
            write(cert(), "CERTIFICATE", read.getCertificate(ALIAS).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(store);
        }
    }

    private static void run(List<String> command) throws IOException {
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        keytool.getOutputStream().close();
        String said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
        try {
            if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException("keytool failed: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            keytool.destroyForcibly();
        }
    }

    /** At once, as an ACME client does it; the folder is its owner's alone. */
    private static void write(Path file, String what, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        for (Path file : List.of(cert(), key(), store(), folder)) {
            Files.deleteIfExists(file);
        }
    }
}
