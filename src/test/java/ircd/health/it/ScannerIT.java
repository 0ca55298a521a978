package ircd.health.it;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Debian's sslscan and testssl.sh find, over both engines. */
final class ScannerIT {
    private static final Set<String> HARMLESS = Set.of("OK", "INFO", "LOW");

    /** Of the test's own certificate and of the scanner itself: its openssl has no engine, and does not wait for tickets. */
    private static final Set<String> NOT_OURS =
            Set.of("cert_chain_of_trust", "cert_revocation", "engine_problem", "sessionresumption_ticket");

    private static final Pattern FINDING = Pattern.compile(
            "\"id\"\\s*: \"([^\"]+)\".*?\"severity\"\\s*: \"([^\"]+)\".*?\"finding\"\\s*: \"([^\"]*)\"",
            Pattern.DOTALL);

    private record Finding(String severity, String text) {}

    @TempDir
    private Path folder;

    private TestCertificate pair;

    @BeforeEach
    void needsPrograms() {
        Daemons.require("sslscan", "testssl");
        pair = TestAuthority.make(folder, TestAuthority.EC_P256).issue("leaf", 90, "localhost");
    }

    @ParameterizedTest
    @EnumSource
    void sslscanListsWhatIsMeantToBeThereAndNothingElse(Engine engine) {
        try (ServiceProcess service = ServiceProcess.serving(engine, pair, List.of())) {
            engine.assertUsedBy(service);
            String scan = Commands.check("sslscan", "--xml=-", service.uri().getAuthority());

            assertEquals(
                    Set.of("tls 1.2", "tls 1.3"),
                    all(scan, "<protocol type=\"(\\w+)\" version=\"([\\d.]+)\" enabled=\"1\""));
            assertEquals(
                    Set.of(
                            "TLSv1.3 TLS_AES_128_GCM_SHA256",
                            "TLSv1.3 TLS_AES_256_GCM_SHA384",
                            "TLSv1.3 TLS_CHACHA20_POLY1305_SHA256",
                            "TLSv1.2 ECDHE-ECDSA-AES128-GCM-SHA256",
                            "TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384",
                            "TLSv1.2 ECDHE-ECDSA-CHACHA20-POLY1305"),
                    all(scan, "<cipher status=\"\\w+\" sslversion=\"(\\S+)\".*? cipher=\"(\\S+)\""));
            assertEquals(
                    Set.of("x25519", "secp256r1", "secp384r1"),
                    all(scan, "<group sslversion=\"TLSv1.3\".*? name=\"(\\w+)"));
            assertEquals(Set.of("0"), all(scan, "<renegotiation supported=\"(\\d)\""));
            assertEquals(Set.of("0"), all(scan, "<heartbleed sslversion=\"\\S+\" vulnerable=\"(\\d)\""));
        }
    }

    /** The groups of each hit, with a space between. */
    private static Set<String> all(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(hit -> hit.groupCount() == 1 ? hit.group(1) : hit.group(1) + " " + hit.group(2))
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void testsslFindsNothingWeakAndTheSameOverBothEngines() throws Exception {
        try (ServiceProcess boringssl = ServiceProcess.serving(Engine.BORINGSSL, pair, List.of());
                ServiceProcess jdk = ServiceProcess.serving(Engine.JDK, pair, List.of())) {
            Engine.BORINGSSL.assertUsedBy(boringssl);
            Engine.JDK.assertUsedBy(jdk);
            Process overBoringssl = testssl(boringssl, folder.resolve("boringssl.json"));
            Process overJdk = testssl(jdk, folder.resolve("jdk.json"));
            Map<String, Finding> found = findings(overBoringssl, folder.resolve("boringssl.json"));
            Map<String, Finding> foundOverJdk = findings(overJdk, folder.resolve("jdk.json"));

            assertSound(found);
            assertSound(foundOverJdk);
            assertEquals(severities(found), severities(foundOverJdk));
        }
    }

    private static void assertSound(Map<String, Finding> found) {
        assertEquals(
                Map.of(),
                found.entrySet().stream()
                        .filter(finding -> !NOT_OURS.contains(finding.getKey()))
                        .filter(finding -> !HARMLESS.contains(finding.getValue().severity))
                        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
        Map.of(
                        "SSLv2", "not offered",
                        "SSLv3", "not offered",
                        "TLS1", "not offered",
                        "TLS1_1", "not offered",
                        "TLS1_2", "offered",
                        "TLS1_3", "offered with final",
                        "ALPN", "http/1.1",
                        "PFS", "offered",
                        "secure_client_renego", "not vulnerable",
                        "CRIME_TLS", "not vulnerable")
                .forEach((id, text) ->
                        assertTrue(found.containsKey(id) && found.get(id).text.startsWith(text), id + ": " + found));
        assertTrue(found.size() > 50, () -> "the scan was cut short: " + found);
    }

    private static Map<String, String> severities(Map<String, Finding> found) {
        Map<String, String> severities = new TreeMap<>();
        found.forEach((id, finding) -> severities.put(id, finding.severity));
        severities.keySet().removeAll(NOT_OURS);
        return severities;
    }

    /** Protocols, forward secrecy, the server's defaults and all known attacks; ciphers are sslscan's, in seconds. */
    private static Process testssl(ServiceProcess service, Path json) throws IOException {
        return new ProcessBuilder(
                        "testssl",
                        "--quiet",
                        "--color",
                        "0",
                        "--warnings",
                        "off",
                        "--nodns",
                        "none",
                        "--ip",
                        "127.0.0.1",
                        "-p",
                        "-f",
                        "-S",
                        "-U",
                        "--jsonfile",
                        json.toString(),
                        "localhost:" + service.uri().getPort())
                .redirectErrorStream(true)
                .redirectOutput(json.resolveSibling(json.getFileName() + ".txt").toFile())
                .start();
    }

    private static Map<String, Finding> findings(Process testssl, Path json) throws Exception {
        try {
            assertTrue(testssl.waitFor(3, TimeUnit.MINUTES), "testssl.sh does not end");
        } finally {
            testssl.destroyForcibly();
        }
        Map<String, Finding> findings = new TreeMap<>();
        for (MatchResult hit : FINDING.matcher(Files.readString(json)).results().toList()) {
            findings.put(hit.group(1), new Finding(hit.group(2), hit.group(3)));
        }
        return findings;
    }
}
