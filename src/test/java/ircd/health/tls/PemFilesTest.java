package ircd.health.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file here is made by openssl, or is one of its files with one thing changed. */
final class PemFilesTest {
    @TempDir
    static Path dir;

    @BeforeAll
    static void makeFiles() throws Exception {
        Openssl openssl = Openssl.in(dir);
        openssl.run("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.pkcs8");
        openssl.run("rsa -in rsa.pkcs8 -traditional -out rsa.pkcs1");
        openssl.run("rsa -in rsa.pkcs8 -traditional -aes128 -passout pass:secret -out rsa.pkcs1enc");
        openssl.certificate("rsa.pkcs8", "rsa.crt");
        for (String curve : new String[] {"prime256v1", "secp384r1", "secp256k1", "secp521r1"}) {
            openssl.run("ecparam -name " + curve + " -genkey -out " + curve + ".params");
            openssl.run("ec -in " + curve + ".params -out " + curve + ".sec1");
            openssl.run("pkey -in " + curve + ".params -out " + curve + ".pkcs8");
            openssl.certificate(curve + ".pkcs8", curve + ".crt");
            write(curve + ".bare", pem("EC PRIVATE KEY", sec1WithoutCurve(read(curve + ".pkcs8"))));
        }
        openssl.run("pkcs8 -topk8 -in prime256v1.pkcs8 -passout pass:secret -out encrypted.pkcs8");
        openssl.run("ecparam -name prime256v1 -param_enc explicit -genkey -noout -out explicit.sec1");
        openssl.run("genpkey -algorithm ED25519 -out ed25519.pkcs8");
        openssl.certificate("ed25519.pkcs8", "ed25519.crt");
        openssl.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out other.pkcs8");
        openssl.run("genpkey -algorithm X25519 -out x25519.pkcs8");
        openssl.run("x509 -in rsa.crt -outform DER -out der.crt");
        openssl.run("x509 -in prime256v1.crt -text -out text.crt");
        KeyPairGenerator dsa = KeyPairGenerator.getInstance("DSA");
        write("dsa.pkcs8", pem("PRIVATE KEY", dsa.generateKeyPair().getPrivate().getEncoded()));
        write("dsa.pem", pem("DSA PRIVATE KEY", new byte[3]));
        write("openssh.pem", pem("OPENSSH PRIVATE KEY", new byte[3]));

        String cert = read("prime256v1.crt");
        String key = read("prime256v1.sec1");
        write("crlf.crt", cert.replace("\n", "\r\n"));
        write("crlf.key", key.replace("\n", "\r\n"));
        write("unterminated.crt", cert.strip());
        write("unterminated.key", key.strip());
        write("bom.crt", "\uFEFF" + cert);
        write("bom.key", "\uFEFF" + key);
        write("chain.crt", read("text.crt") + read("secp384r1.crt") + read("rsa.crt"));
        write("glued.crt", cert.strip() + read("rsa.crt"));
        write("combined.pem", key.strip() + "\n" + cert + read("rsa.crt"));
        write("wrong-order.crt", read("rsa.crt") + cert);

        write("empty.pem", "");
        write("prose.pem", "no PEM here\n");
        write("large.pem", cert + "#".repeat(PemFile.MAX_BYTES));
        write("no-end.crt", "first line\n" + cert.substring(0, cert.indexOf("-----END")));
        write("no-end-then-next.crt", cert.substring(0, cert.indexOf("-----END")) + read("rsa.crt"));
        write("short.crt", cert.substring(0, 200) + "\n-----END CERTIFICATE-----\n");
        write("no-end.key", key.substring(0, key.indexOf("-----END")));
        write("short.key", key.substring(0, 80) + "\n-----END EC PRIVATE KEY-----\n");
        write("no-base64.key", key.replaceFirst("M", "*"));
        byte[] flipped = der(read("rsa.pkcs1"));
        flipped[flipped.length - 1] ^= 2; // in the CRT coefficient: modulus and exponents are still right
        write("flipped.pkcs1", pem("RSA PRIVATE KEY", flipped));
        write("public.key", pem("PUBLIC KEY", new byte[3]));
        Files.createDirectory(dir.resolve("folder"));
        Files.createSymbolicLink(dir.resolve("dangling"), dir.resolve("nowhere"));
        Files.createSymbolicLink(dir.resolve("link.crt"), Path.of("prime256v1.crt"));
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.crt, rsa.pkcs8, RSA, 1",
        "rsa.crt, rsa.pkcs1, RSA, 1",
        "prime256v1.crt, prime256v1.pkcs8, EC, 1",
        "prime256v1.crt, prime256v1.sec1, EC, 1",
        "prime256v1.crt, prime256v1.params, EC, 1",
        "prime256v1.crt, prime256v1.bare, EC, 1",
        "secp384r1.crt, secp384r1.pkcs8, EC, 1",
        "secp384r1.crt, secp384r1.sec1, EC, 1",
        "secp384r1.crt, secp384r1.params, EC, 1",
        "secp384r1.crt, secp384r1.bare, EC, 1",
        "crlf.crt, crlf.key, EC, 1",
        "unterminated.crt, unterminated.key, EC, 1",
        "bom.crt, bom.key, EC, 1",
        "text.crt, prime256v1.pkcs8, EC, 1",
        "chain.crt, prime256v1.pkcs8, EC, 3",
        "glued.crt, prime256v1.pkcs8, EC, 2",
        "combined.pem, combined.pem, EC, 2",
        "link.crt, prime256v1.pkcs8, EC, 1",
    })
    void readsWhatOpensslWrites(String cert, String key, String algorithm, int certificates) throws Exception {
        KeyMaterial pair = PemFiles.read(dir.resolve(cert), dir.resolve(key));

        assertEquals(algorithm, pair.key().getAlgorithm());
        assertEquals(certificates, pair.chain().size());
        assertEquals(algorithm, pair.leaf().getPublicKey().getAlgorithm());
        assertEquals(pair.leaf().getNotAfter().toInstant(), pair.notAfter());
        assertEquals(pair.leaf().getNotBefore().toInstant(), pair.notBefore());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        absent           | rsa.pkcs8         | --cert {dir}/absent: there is no such file, or a folder above it is closed to this user; check the path
        dangling         | rsa.pkcs8         | --cert {dir}/dangling: the symbolic link leads to no file that can be seen; mend the link or give another path
        folder           | rsa.pkcs8         | --cert {dir}/folder: this is a directory; give the path of a PEM file
        /dev/null        | rsa.pkcs8         | --cert /dev/null: this is not a regular file; give the path of a PEM file
        empty.pem        | rsa.pkcs8         | --cert {dir}/empty.pem: the file is empty; write the PEM text into it
        large.pem        | rsa.pkcs8         | --cert {dir}/large.pem: the file is larger than 1 MiB; give a PEM file
        prose.pem        | rsa.pkcs8         | --cert {dir}/prose.pem: the file has no PEM block (-----BEGIN ...-----); give a PEM file
        der.crt          | rsa.pkcs8         | --cert {dir}/der.crt: the file is binary (DER or PKCS#12), not PEM; convert it with openssl x509, pkey or pkcs12
        no-end.crt       | rsa.pkcs8         | --cert {dir}/no-end.crt: the CERTIFICATE block that begins in line 2 has no END line; the file is half-written or cut off, write it again
        no-end-then-next.crt | rsa.pkcs8     | --cert {dir}/no-end-then-next.crt: the CERTIFICATE block that begins in line 1 has no END line; the file is half-written or cut off, write it again
        short.crt        | rsa.pkcs8         | --cert {dir}/short.crt: the CERTIFICATE block that begins in line 1 is damaged, cut off or of an unsupported kind; write the file again
        rsa.pkcs8        | rsa.crt           | --cert {dir}/rsa.pkcs8: the file has a private key but no certificate; are --cert and --key swapped?
        public.key       | rsa.pkcs8         | --cert {dir}/public.key: the file has no certificate; give the PEM file with the CERTIFICATE blocks
        wrong-order.crt  | prime256v1.pkcs8  | --cert {dir}/wrong-order.crt: the key belongs to certificate 2 of 2; put the server's own certificate first
        rsa.crt          | absent            | --key {dir}/absent: there is no such file, or a folder above it is closed to this user; check the path
        rsa.crt          | folder            | --key {dir}/folder: this is a directory; give the path of a PEM file
        rsa.crt          | empty.pem         | --key {dir}/empty.pem: the file is empty; write the PEM text into it
        rsa.crt          | large.pem         | --key {dir}/large.pem: the file is larger than 1 MiB; give a PEM file
        rsa.crt          | rsa.crt           | --key {dir}/rsa.crt: the file has a certificate but no private key; are --cert and --key swapped?
        rsa.crt          | public.key        | --key {dir}/public.key: the file has no private key; give the PEM file with the PRIVATE KEY block
        rsa.crt          | no-end.key        | --key {dir}/no-end.key: the EC PRIVATE KEY block that begins in line 1 has no END line; the file is half-written or cut off, write it again
        prime256v1.crt   | short.key         | --key {dir}/short.key: the EC PRIVATE KEY block that begins in line 1 is damaged, cut off or of an unsupported kind; write the file again
        prime256v1.crt   | no-base64.key     | --key {dir}/no-base64.key: the EC PRIVATE KEY block that begins in line 1 is damaged, cut off or of an unsupported kind; write the file again
        rsa.crt          | rsa.pkcs1enc      | --key {dir}/rsa.pkcs1enc: the key is encrypted; decrypt it with: openssl pkey -in {dir}/rsa.pkcs1enc -out decrypted.pem
        prime256v1.crt   | encrypted.pkcs8   | --key {dir}/encrypted.pkcs8: the key is encrypted; decrypt it with: openssl pkey -in {dir}/encrypted.pkcs8 -out decrypted.pem
        prime256v1.crt   | explicit.sec1     | --key {dir}/explicit.sec1: the EC key spells out its curve; name it with: openssl pkey -in {dir}/explicit.sec1 -ec_param_enc named_curve -out named.pem
        rsa.crt          | prime256v1.bare   | --key {dir}/prime256v1.bare: the EC key names no curve and the certificate is not an EC one; give the key that belongs to the certificate
        prime256v1.crt   | other.pkcs8       | --key {dir}/other.pkcs8: the key does not belong to the certificate in {dir}/prime256v1.crt; give the two files of one issue
        prime256v1.crt   | secp384r1.sec1    | --key {dir}/secp384r1.sec1: the key does not belong to the certificate in {dir}/prime256v1.crt; give the two files of one issue
        prime256v1.crt   | rsa.pkcs8         | --key {dir}/rsa.pkcs8: the key does not belong to the certificate in {dir}/prime256v1.crt; give the two files of one issue
        rsa.crt          | flipped.pkcs1     | --key {dir}/flipped.pkcs1: the key does not belong to the certificate in {dir}/rsa.crt; give the two files of one issue
        ed25519.crt      | rsa.pkcs8         | --key {dir}/rsa.pkcs8: the key does not belong to the certificate in {dir}/ed25519.crt; give the two files of one issue
        ed25519.crt      | ed25519.pkcs8     | --key {dir}/ed25519.pkcs8: Ed25519 keys are not supported; use RSA, or ECDSA with P-256 or P-384
        rsa.crt          | dsa.pkcs8         | --key {dir}/dsa.pkcs8: DSA keys are not supported; use RSA, or ECDSA with P-256 or P-384
        rsa.crt          | dsa.pem           | --key {dir}/dsa.pem: DSA keys are not supported; use RSA, or ECDSA with P-256 or P-384
        rsa.crt          | x25519.pkcs8      | --key {dir}/x25519.pkcs8: unknown keys are not supported; use RSA, or ECDSA with P-256 or P-384
        rsa.crt          | openssh.pem       | --key {dir}/openssh.pem: a key of the kind OPENSSH PRIVATE KEY is not supported; convert it to PKCS#8 (BEGIN PRIVATE KEY)
        secp256k1.crt    | secp256k1.pkcs8   | --key {dir}/secp256k1.pkcs8: EC secp256k1 keys are not supported; use RSA, or ECDSA with P-256 or P-384
        secp256k1.crt    | secp256k1.params  | --key {dir}/secp256k1.params: EC secp256k1 keys are not supported; use RSA, or ECDSA with P-256 or P-384
        secp521r1.crt    | secp521r1.sec1    | --key {dir}/secp521r1.sec1: EC P-521 keys are not supported; use RSA, or ECDSA with P-256 or P-384
        """)
    void refusesInOneLineThatSaysWhatToDo(String cert, String key, String message) {
        KeyMaterialException refusal =
                assertThrows(KeyMaterialException.class, () -> PemFiles.read(dir.resolve(cert), dir.resolve(key)));

        assertEquals(message.replace("{dir}", dir.toString()), refusal.getMessage());
    }

    @Test
    void theCommandsGivenInRefusalsWork() throws Exception {
        Openssl openssl = new Openssl(dir);
        openssl.run("pkey -in rsa.pkcs1enc -passin pass:secret -out decrypted.pem");
        PemFiles.read(dir.resolve("rsa.crt"), dir.resolve("decrypted.pem"));

        openssl.run("pkey -in explicit.sec1 -ec_param_enc named_curve -out named.pem");
        openssl.certificate("named.pem", "named.crt");
        PemFiles.read(dir.resolve("named.crt"), dir.resolve("named.pem"));
    }

    @Test
    void aFileThatMayNotBeReadIsRefused() throws Exception {
        Path secret = Files.copy(dir.resolve("rsa.pkcs8"), dir.resolve("secret.key"));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(secret), "root reads everything");

        KeyMaterialException refusal =
                assertThrows(KeyMaterialException.class, () -> PemFiles.read(dir.resolve("rsa.crt"), secret));

        assertEquals(
                "--key " + secret + ": " + PemFile.unreadable(new AccessDeniedException("")), refusal.getMessage());
    }

    @Test
    void anUnreadableFileSaysWhy() {
        assertEquals(
                "no permission to read the file; let the user that runs the service read it",
                PemFile.unreadable(new AccessDeniedException("x")));
        assertEquals(
                "the file cannot be read (java.io.IOException: Input/output error); check the path and the file system",
                PemFile.unreadable(new IOException("Input/output error")));
    }

    /** Whatever a disk or an upload does to a key file, the answer is a refusal and never another exception. */
    @ParameterizedTest
    @ValueSource(strings = {"rsa.pkcs8", "rsa.pkcs1", "prime256v1.params", "prime256v1.bare", "prime256v1.pkcs8"})
    void aKeyCutOffAnywhereIsRefused(String name) throws Exception {
        String whole = read(name).strip();
        String end = whole.substring(whole.lastIndexOf("-----END"));
        Path cert = dir.resolve(name.substring(0, name.indexOf('.')) + ".crt");
        int body = whole.lastIndexOf("KEY-----\n", whole.length() - end.length()) + 9;
        for (int length = body; length < whole.length() - end.length() - 8; length += 7) {
            Path cut = write("cut.key", whole.substring(0, length) + "\n" + end);
            assertThrows(KeyMaterialException.class, () -> PemFiles.read(cert, cut));
        }
    }

    @Test
    void theKeyIsNotPrinted() throws Exception {
        KeyMaterial pair = PemFiles.read(dir.resolve("rsa.crt"), dir.resolve("rsa.pkcs8"));

        assertFalse(pair.toString().contains("modulus"), pair.toString());
        assertEquals("CN=irc.example.org, valid " + pair.notBefore() + " to " + pair.notAfter(), pair.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0400",
        "127, 047f",
        "128, 048180",
        "255, 0481ff",
        "256, 04820100",
        "65535, 0482ffff",
        "65536, 0483010000"
    })
    void derLengthsAreTheShortestForm(int length, String header) {
        byte[] encoded = Der.encode(Der.OCTET_STRING, new byte[length]);

        assertEquals(header, HexFormat.of().formatHex(encoded, 0, encoded.length - length));
        assertEquals(length, Der.elements(encoded).get(0).content().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"04", "0402ff", "0480", "0485", "048400000001", "0484ffffffff00", "0485000000000100"})
    void malformedDerIsAnIllegalArgument(String hex) {
        assertThrows(
                IllegalArgumentException.class,
                () -> Der.elements(HexFormat.of().parseHex(hex)));
    }

    private static byte[] sec1WithoutCurve(String pkcs8) {
        return Der.elements(der(pkcs8)).get(0).children().get(2).content();
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static String read(String name) throws IOException {
        return Files.readString(dir.resolve(name));
    }

    private static Path write(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }
}
