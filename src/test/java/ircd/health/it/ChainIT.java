package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.parity.Exposition;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates as authorities issue them, looked at with curl and openssl, over both engines. */
final class ChainIT {
    private static final Duration CHECK = Duration.ofSeconds(5);
    private static final Duration SLACK = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    @BeforeEach
    void needsPrograms() {
        Daemons.require("curl", "openssl");
    }

    @ParameterizedTest
    @EnumSource
    void rsaChainIsTrusted(Engine engine) {
        assertTrusted(engine, TestAuthority.RSA_2048, "irc.example.org");
    }

    /** RFC 8446, 4.2.3: each signature that a client may ask for is made by AWS-LC, which lies beside the jar. */
    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64", disabledReason = "AWS-LC is there for x86_64 only")
    void everyRsaSchemeIsSignedByAwsLc() {
        TestAuthority authority = TestAuthority.make(folder, TestAuthority.RSA_2048);
        try (ServiceProcess service =
                ServiceProcess.serving(Engine.BORINGSSL, authority.issue("leaf", 30, "irc.example.org"), List.of())) {
            assertTrue(service.output().contains("(epoll, BoringSSL, RSA by AWS-LC)"), service.output());
            for (String hash : List.of("SHA256", "SHA384", "SHA512")) {
                assertSigned(service, authority, "-tls1_3", "RSA-PSS+" + hash, "RSA-PSS", hash);
                assertSigned(service, authority, "-tls1_2", "RSA-PSS+" + hash, "RSA-PSS", hash);
                assertSigned(service, authority, "-tls1_2", "RSA+" + hash, "RSA", hash);
            }
        }
    }

    private static void assertSigned(
            ServiceProcess service, TestAuthority authority, String version, String offer, String type, String hash) {
        String seen = Commands.check(
                "openssl",
                "s_client",
                "-connect",
                service.uri().getAuthority(),
                version,
                "-sigalgs",
                offer,
                "-CAfile",
                authority.root().toString(),
                "-verify_return_error");
        assertTrue(seen.contains("Peer signature type: " + type + "\n"), seen);
        assertTrue(seen.contains("Peer signing digest: " + hash + "\n"), seen);
    }

    @ParameterizedTest
    @EnumSource
    void p256ChainIsTrusted(Engine engine) {
        assertTrusted(engine, TestAuthority.EC_P256, "irc.example.org");
    }

    @ParameterizedTest
    @EnumSource
    void p384ChainOfAWildcardIsTrusted(Engine engine) {
        assertTrusted(engine, TestAuthority.EC_P384, "*.example.org");
    }

    /** As irc.example.org, under that authority alone, with either version of TLS. */
    private void assertTrusted(Engine engine, List<String> keys, String dnsName) {
        TestAuthority authority = TestAuthority.make(folder, keys);
        try (ServiceProcess service = ServiceProcess.serving(engine, authority.issue("leaf", 30, dnsName), List.of())) {
            engine.assertUsedBy(service);
            for (String version : List.of("1.2", "1.3")) {
                assertEquals("503 0", curl(service, authority, "--tlsv" + version, "--tls-max", version));
                String seen = Commands.check(
                        "openssl",
                        "s_client",
                        "-connect",
                        service.uri().getAuthority(),
                        version.equals("1.2") ? "-tls1_2" : "-tls1_3",
                        "-CAfile",
                        authority.root().toString(),
                        "-verify_return_error",
                        "-verify_hostname",
                        "irc.example.org",
                        "-showcerts");
                assertTrue(seen.contains("Verification: OK"), seen);
                assertEquals(2, seen.split("-----BEGIN CERTIFICATE-----", -1).length - 1, "leaf and intermediate");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredOneIsServedWithAWarningAndTheMetric(Engine engine) throws Exception {
        TestAuthority authority = TestAuthority.make(folder, TestAuthority.EC_P256);
        TestCertificate live = authority
                .issue("live", 0, "irc.example.org")
                .copyTo(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
        TestCertificate next = authority.issue("next", 0, "irc.example.org");
        Await.pass(Duration.ofSeconds(1)); // the shortest that openssl issues
        try (ServiceProcess service = ServiceProcess.serving(
                engine,
                live,
                List.of(),
                "--metrics-listen",
                "127.0.0.1:0",
                "--reload-check-interval",
                String.valueOf(CHECK.toSeconds()))) {
            assertEquals(1, expiries(service), service.output());
            assertEquals("000 60", curl(service, authority), "curl: peer certificate cannot be authenticated");
            assertEquals("503 0", curl(service, authority, "--insecure"));
            assertTrue(notAfter(service) < System.currentTimeMillis() / 1000.0);

            live.replaceWith(next);
            Await.until("the next one", CHECK.plus(SLACK), () -> service.client()
                    .servedSerial()
                    .equals(next.serial()));
            Await.until("its warning", SLACK, () -> expiries(service) == 2);
        }
    }

    /** As another user: root may read everything. Only the key's mode changes, which no file time shows. */
    @Test
    void aKeyThatMayBeReadLaterIsServedAtTheNextCheck() throws IOException {
        TestCertificate live = TestCertificate.make(folder, "live", TestCertificate.Key.EC_PKCS8);
        TestCertificate next = TestCertificate.make(folder, "next", TestCertificate.Key.EC_PKCS8);
        Daemons.handOver(folder, live.certificate(), live.key(), next.certificate(), next.key());
        var before = live.serial();
        try (ServiceProcess service = ServiceProcess.serving(
                Engine.BORINGSSL,
                live,
                Daemons.unprivileged(List.of()),
                "--reload-check-interval",
                String.valueOf(CHECK.toSeconds()))) {
            mode(next.key(), "---------");
            Files.move(next.key(), live.key(), StandardCopyOption.REPLACE_EXISTING);
            Files.move(next.certificate(), live.certificate(), StandardCopyOption.REPLACE_EXISTING);
            Await.until("the warning", CHECK.plus(SLACK), () -> said(service, "no permission to read the file") > 0);
            assertEquals(before, service.client().servedSerial());

            mode(live.key(), "r--------");
            Await.until("the pair", CHECK.plus(SLACK), () -> !service.client()
                    .servedSerial()
                    .equals(before));
            assertEquals(1, said(service, "certificate not reloaded"), service.output());
        }
    }

    private static void mode(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void aShortRsaKeyIsServedAndWarnedOfOnce() {
        TestAuthority authority = TestAuthority.make(folder, List.of("rsa:1024"));
        for (Engine engine : Engine.values()) {
            try (ServiceProcess service =
                    ServiceProcess.serving(engine, authority.issue("leaf", 30, "irc.example.org"), List.of())) {
                assertEquals(1, said(service, "the RSA key has 1024 bits"), service.output());
                assertEquals("000 60", curl(service, authority));
                assertEquals("503 0", curl(service, authority, "--ciphers", "DEFAULT@SECLEVEL=1"));
            }
        }
    }

    /** The HTTP status and curl's exit code. */
    private static String curl(ServiceProcess service, TestAuthority authority, String... more) {
        int port = service.uri().getPort();
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-s",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                "--cacert",
                authority.root().toString(),
                "--resolve",
                "irc.example.org:" + port + ":127.0.0.1"));
        command.addAll(List.of(more));
        command.add("https://irc.example.org:" + port + "/health");
        Commands.Result result = Commands.run(command);
        return result.output() + " " + result.exitCode();
    }

    private static long expiries(ServiceProcess service) {
        return said(service, "the certificate expired at");
    }

    private static long said(ServiceProcess service, String what) {
        return service.lines().stream()
                .filter(line -> line.contains("WARNING") && line.contains(what))
                .count();
    }

    private static double notAfter(ServiceProcess service) throws IOException, InterruptedException {
        String text = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(service.metrics(SLACK)).build(), BodyHandlers.ofString())
                .body();
        String name = "ircd_health_certificate_not_after_timestamp_seconds";
        return Exposition.parse(text, name).get(name).samples().get("");
    }
}
