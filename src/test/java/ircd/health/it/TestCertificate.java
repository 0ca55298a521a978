package ircd.health.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** A self-signed certificate for localhost and its private key, made with the openssl command. */
record TestCertificate(Path certificate, Path key) {
    /** How the private key is written down. */
    enum Key {
        EC_PKCS8("-----BEGIN PRIVATE KEY-----"),
        EC_SEC1("-----BEGIN EC PRIVATE KEY-----"),
        RSA_PKCS8("-----BEGIN PRIVATE KEY-----"),
        RSA_PKCS1("-----BEGIN RSA PRIVATE KEY-----");

        private final String firstLine;

        Key(String firstLine) {
            this.firstLine = firstLine;
        }
    }

    TestCertificate {
        requireNonNull(certificate, "certificate is null");
        requireNonNull(key, "key is null");
    }

    /** New files NAME.crt and NAME.key in the folder; EC is P-256, RSA 2048 bits. */
    static TestCertificate make(Path folder, String name, Key kind) {
        String pkcs8 = folder.resolve(name + ".pkcs8").toString();
        String key = folder.resolve(name + ".key").toString();
        String certificate = folder.resolve(name + ".crt").toString();
        switch (kind) {
            case EC_PKCS8, EC_SEC1 ->
                Commands.check(
                        "openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", pkcs8);
            case RSA_PKCS8, RSA_PKCS1 ->
                Commands.check(
                        "openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", pkcs8);
        }
        switch (kind) {
            case EC_SEC1 -> Commands.check("openssl", "ec", "-in", pkcs8, "-out", key);
            case RSA_PKCS1 -> Commands.check("openssl", "rsa", "-in", pkcs8, "-traditional", "-out", key);
            case EC_PKCS8, RSA_PKCS8 -> Commands.check("cp", pkcs8, key);
        }
        Commands.check(
                "openssl",
                "req",
                "-x509",
                "-new",
                "-key",
                key,
                "-out",
                certificate,
                "-days",
                "30",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1");
        TestCertificate made = new TestCertificate(Path.of(certificate), Path.of(key));
        String text = made.text(made.key);
        if (!text.startsWith(kind.firstLine)) {
            throw new IllegalStateException(
                    "openssl made no " + kind + " of it: " + text.lines().findFirst());
        }
        return made;
    }

    /** A pair of the same content at other paths, which stay the same when another pair is put there. */
    TestCertificate copyTo(Path certificateFile, Path keyFile) {
        TestCertificate copy = new TestCertificate(certificateFile, keyFile);
        copy.replaceWith(this);
        return copy;
    }

    /** Puts another pair's content at this one's paths, each file at once, as an ACME client does: first the key. */
    void replaceWith(TestCertificate other) {
        replace(key, other.text(other.key));
        replace(certificate, other.text(other.certificate));
    }

    /** Puts other text where this certificate is. */
    void replaceCertificate(String text) {
        replace(certificate, text);
    }

    String certificateText() {
        return text(certificate);
    }

    BigInteger serial() {
        try (InputStream in = Files.newInputStream(certificate)) {
            return ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in))
                    .getSerialNumber();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void replace(Path file, String text) {
        try {
            Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(Path file) {
        try {
            return Files.readString(file, US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
