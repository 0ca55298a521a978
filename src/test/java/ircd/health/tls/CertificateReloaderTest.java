package ircd.health.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stories in seconds after {@link #start}; file times are set, nothing waits. */
final class CertificateReloaderTest {
    @TempDir
    static Path made;

    static KeyMaterial first;
    static KeyMaterial second;
    static KeyMaterial third;
    static Instant start;

    @TempDir
    Path dir;

    private final List<KeyMaterial> installed = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private Path cert;
    private Path key;
    private Swap listener = installed::add;

    @BeforeAll
    static void makePairs() throws Exception {
        Openssl openssl = Openssl.in(made);
        first = openssl.pair("first");
        second = openssl.pair("second");
        third = openssl.pair("third");
        start = third.notBefore().plus(Duration.ofHours(1));
    }

    @BeforeEach
    void firstPairIsInService() throws IOException {
        cert = dir.resolve("cert.pem");
        key = dir.resolve("key.pem");
        write("first", -3600);
    }

    @Test
    void nothingHappensWhileNothingChanges() {
        CertificateReloader reloader = reloader();

        reloader.check(at(0));
        reloader.check(at(30));

        assertEquals(List.of(), installed);
        assertEquals(new CertificateStatus(first.notBefore(), first.notAfter(), 0, 0, true), reloader.status());
    }

    @Test
    void aRenewedPairIsInstalledOnce() throws IOException {
        CertificateReloader reloader = reloader();
        reloader.check(at(0));

        write("second", 10);
        reloader.check(at(30));
        reloader.check(at(60));

        assertEquals(List.of(second), installed);
        assertEquals(new CertificateStatus(second.notBefore(), second.notAfter(), 1, 0, true), reloader.status());
        assertEquals(List.of(), warnings);
    }

    @Test
    void aChangeBetweenTheStartOfTheListenerAndTheFirstCheckIsNotMissed() throws IOException {
        CertificateReloader reloader = reloader();

        write("second", -3600);
        reloader.check(at(0));

        assertEquals(List.of(second), installed);
    }

    @Test
    void certbotMovingItsLinksIsARenewal() throws IOException {
        for (String name : List.of("first.crt", "first.key", "second.crt", "second.key")) {
            touch(Files.copy(made.resolve(name), dir.resolve(name)), -3600);
        }
        cert = link(dir.resolve("fullchain.pem"), "first.crt");
        key = link(dir.resolve("privkey.pem"), "first.key");
        CertificateReloader reloader = reloader();
        reloader.check(at(0));

        link(cert, "second.crt");
        reloader.check(at(30));
        link(key, "second.key");
        reloader.check(at(60));

        assertEquals(List.of(second), installed);
        assertEquals(1, reloader.status().reloadFailureCount());
        assertEquals(
                List.of(refused("--key " + key + ": the key does not belong to the certificate in " + cert
                        + "; give the two files of one issue")),
                warnings);
    }

    @Test
    void theSameContentWrittenAgainIsNoReload() throws IOException {
        CertificateReloader reloader = reloader();
        reloader.check(at(0));

        Files.delete(cert);
        Files.delete(key);
        write("first", 10);
        reloader.check(at(30));

        assertEquals(List.of(), installed);
        assertEquals(0, reloader.status().reloadCount());
    }

    @Test
    void theSameKeyInAnotherEncodingIsNoReload() throws Exception {
        CertificateReloader reloader = reloader();
        reloader.check(at(0));

        new Openssl(made).run("ec -in first.key -out first.sec1");
        Files.copy(made.resolve("first.sec1"), key, StandardCopyOption.REPLACE_EXISTING);
        reloader.check(at(30));

        assertEquals(List.of(), installed);
        assertEquals(new CertificateStatus(first.notBefore(), first.notAfter(), 0, 0, true), reloader.status());
    }

    @Test
    void eachBrokenPairIsSaidAndCountedOnceAndTheOldOneStays() throws IOException {
        CertificateReloader reloader = reloader();
        reloader.check(at(0));

        Files.writeString(key, "half");
        touch(key, 10);
        reloader.check(at(30));
        reloader.check(at(60));
        Files.writeString(key, "half of another");
        touch(key, 70);
        reloader.check(at(90));
        reloader.check(at(120));

        String noPem = refused("--key " + key + ": the file has no PEM block (-----BEGIN ...-----); give a PEM file");
        assertEquals(List.of(noPem, noPem), warnings);
        assertEquals(List.of(), installed);
        assertEquals(new CertificateStatus(first.notBefore(), first.notAfter(), 0, 2, false), reloader.status());

        write("second", 130);
        reloader.check(at(150));

        assertEquals(List.of(second), installed);
        assertEquals(new CertificateStatus(second.notBefore(), second.notAfter(), 1, 2, true), reloader.status());
    }

    @Test
    void aBreakThatIsUndoneIsNoReloadButEndsTheFailure() throws IOException {
        CertificateReloader reloader = reloader();
        reloader.check(at(0));

        Files.delete(key);
        reloader.check(at(30));
        assertFalse(reloader.status().lastReloadSucceeded());
        write("first", -3600);
        reloader.check(at(60));

        assertEquals(new CertificateStatus(first.notBefore(), first.notAfter(), 0, 1, true), reloader.status());
        Files.delete(key);
        reloader.check(at(90));
        assertEquals(2, reloader.status().reloadFailureCount(), "the same break again is another change");
    }

    @Test
    void whatFailedIsTriedAgainThoughNoFileTimeChanges() throws IOException {
        CertificateReloader reloader = reloader();
        reloader.check(at(0));

        write("second", -1000);
        int size = (int) Files.size(key);
        Files.writeString(key, "x".repeat(size));
        touch(key, -1000);
        reloader.check(at(30));
        write("second", -1000);
        reloader.check(at(60));

        assertEquals(List.of(second), installed);
        assertEquals(1, reloader.status().reloadFailureCount());
    }

    @Test
    void aFileWrittenAgainWithinTheTickOfItsReloadIsFound() throws IOException {
        CertificateReloader reloader = reloader();
        reloader.check(at(0));

        write("second", 29);
        reloader.check(at(30));
        write("third", 29);
        reloader.check(at(60));

        assertEquals(List.of(second, third), installed);
    }

    @Test
    void aFileTimeInTheFutureIsNotTrusted() throws IOException {
        CertificateReloader reloader = reloader();
        write("second", 9000);
        reloader.check(at(0));
        write("third", 9000);
        reloader.check(at(30));

        assertEquals(List.of(second, third), installed);
    }

    @Test
    void filesAtRestAreNotRead() throws IOException {
        CertificateReloader reloader = reloader();
        reloader.check(at(0));

        write("second", -3600); // same size, inode and time as the first
        reloader.check(at(30));

        assertEquals(List.of(), installed);
    }

    @Test
    void aListenerThatRefusesThePairIsAskedAgain() throws IOException {
        CertificateReloader reloader = reloader();
        reloader.check(at(0));
        listener = pair -> {
            throw new UnsatisfiedLinkError("no\nlibrary");
        };

        write("second", 10);
        reloader.check(at(30));
        reloader.check(at(60));

        assertEquals(
                List.of(refused("--cert " + cert
                        + ": the listener did not take the pair (java.lang.UnsatisfiedLinkError: no library)")),
                warnings);
        assertEquals(new CertificateStatus(first.notBefore(), first.notAfter(), 0, 1, false), reloader.status());

        listener = installed::add;
        reloader.check(at(90));

        assertEquals(List.of(second), installed);
        assertEquals(new CertificateStatus(second.notBefore(), second.notAfter(), 1, 1, true), reloader.status());
    }

    @Test
    void aReloadAskedForSaysWhatCameOfIt() throws Exception {
        CertificateReloader reloader = reloader();
        assertEquals("unchanged: " + first, reloader.reload());

        write("second", -3600); // not visible to check()
        assertEquals("now served: " + second, reloader.reload());
        assertEquals(List.of(second), installed);

        Files.delete(cert);
        for (int i = 0; i < 2; i++) {
            KeyMaterialException failure = assertThrows(KeyMaterialException.class, reloader::reload);
            assertEquals(
                    "--cert " + cert + ": there is no such file, or a folder above it is closed to this user;"
                            + " check the path",
                    failure.getMessage());
        }
        assertEquals(new CertificateStatus(second.notBefore(), second.notAfter(), 1, 1, false), reloader.status());
    }

    @Test
    void aCertificateThatExpiresIsServedAndSaidOnce() {
        CertificateReloader reloader = reloader();
        reloader.check(at(0));
        assertEquals(List.of(), warnings);

        reloader.check(first.notAfter().plusSeconds(1));
        reloader.check(first.notAfter().plusSeconds(31));

        assertEquals(
                List.of("--cert " + cert + ": the certificate expired at " + first.notAfter()
                        + "; it is served all the same, renew it"),
                warnings);
    }

    @Test
    void aPairOutsideItsDatesIsInstalledAndSaidOnceEach() throws IOException {
        CertificateReloader reloader = reloader();
        Instant late = third.notAfter().plusSeconds(60);
        write("second", -100);
        reloader.check(late);
        reloader.check(late.plusSeconds(30));

        assertEquals(List.of(second), installed);
        assertEquals(2, warnings.size(), "one for the pair before, one for the new one: " + warnings);

        warnings.clear();
        Instant early = second.notBefore().minusSeconds(60);
        reloader.check(early);
        reloader.check(early.plusSeconds(30));

        assertEquals(
                List.of("--cert " + cert + ": the certificate is not valid before " + second.notBefore()
                        + "; it is served all the same, check it and the clock"),
                warnings);
    }

    @Test
    void aShortRsaKeyIsServedAndSaidOnce() throws Exception {
        Openssl openssl = new Openssl(made);
        for (int bits : List.of(1024, 2048)) {
            openssl.run("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:" + bits + " -out rsa" + bits + ".key");
            openssl.certificate("rsa" + bits + ".key", "rsa" + bits + ".crt");
        }
        String said = "--cert " + cert + ": the RSA key has 1024 bits, and clients refuse less than 2048;"
                + " it is served all the same, issue a longer one";
        CertificateReloader reloader = reloader();

        write("rsa1024", 10);
        reloader.check(at(30));
        reloader.check(at(60));
        assertEquals(List.of(said), warnings);

        write("rsa2048", 70);
        reloader.check(at(90));
        assertEquals(List.of(said), warnings);
        assertEquals(2, installed.size());

        new CertificateReloader(cert, key, installed.get(0), pair -> {}, new Warnings(warnings), () -> start);
        assertEquals(List.of(said, said), warnings);
    }

    @Test
    void aCheckDoesNotWaitForAReloadOnAnotherThread() throws Exception {
        CertificateReloader reloader = reloader();
        Thread scheduler = new Thread(() -> reloader.check(at(30)), "scheduler");
        listener = pair -> {
            scheduler.start();
            scheduler.join(10_000);
            assertFalse(scheduler.isAlive(), "check() waits");
            installed.add(pair);
        };

        write("second", 10);

        assertEquals("now served: " + second, reloader.reload());
        assertEquals(List.of(second), installed);
        assertTrue(reloader.status().lastReloadSucceeded());
    }

    private CertificateReloader reloader() {
        return new CertificateReloader(
                cert, key, first, pair -> listener.accept(pair), new Warnings(warnings), () -> start);
    }

    private static Instant at(long seconds) {
        return start.plusSeconds(seconds);
    }

    /** Written into the same inodes, filled up to one size, so that only the time given can show the change. */
    private void write(String name, long modified) throws IOException {
        for (Path file : List.of(cert, key)) {
            String text = Files.readString(made.resolve(name + (file.equals(cert) ? ".crt" : ".key")));
            Files.writeString(file, text + "\n".repeat(2000 - text.length()));
            touch(file, modified);
        }
    }

    private static void touch(Path file, long modified) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(at(modified)));
    }

    private Path link(Path link, String target) throws IOException {
        Files.deleteIfExists(link);
        return Files.createSymbolicLink(link, dir.resolve(target));
    }

    private static String refused(String message) {
        return "certificate not reloaded, the one before stays in service: " + message;
    }
}
