package ircd.health.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ircd.health.tls.KeyMaterial;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code --client-tls} against a real TLS listener, and against ports that speak something else. */
@EnabledOnOs(OS.LINUX)
class TlsProbeTest {
    private static final String NOT_REGISTERED = ":irc.example 451 * :You have not registered\r\n";

    private static KeyMaterial selfSigned;
    private static KeyMaterial expired;
    private static KeyMaterial ofAnAuthority;

    @BeforeAll
    static void makeCertificates(@TempDir Path dir) throws Exception {
        selfSigned = TlsDaemons.certificate(dir, "self", "self", "20250101", "20450101");
        expired = TlsDaemons.certificate(dir, "expired", "expired", "20200101", "20210101");
        ofAnAuthority = TlsDaemons.certificate(dir, "leaf", "self", "20250101", "20440101");
    }

    @ParameterizedTest
    @EnumSource(ClientCheckKind.class)
    void anyCertificateWillDoAndItsEndIsTold(ClientCheckKind kind) throws Exception {
        for (KeyMaterial material : new KeyMaterial[] {selfSigned, expired, ofAnAuthority}) {
            try (ScriptedDaemon daemon = daemon(material)) {
                ClientObservation seen = Probes.tls(daemon.port(), kind, Probes.PATIENT);

                assertEquals(ClientReason.OK, seen.reason());
                assertEquals(material.notAfter(), seen.certificateNotAfter());
            }
        }
        assertEquals(Instant.parse("2021-01-01T00:00:00Z"), expired.notAfter());
    }

    /** A client that resumes its session is shown no certificate, and would go on telling the old one's end. */
    @Test
    void aRenewedCertificateIsToldInTheNextPoll() throws Exception {
        AtomicReference<KeyMaterial> served = new AtomicReference<>(expired);
        try (ScriptedDaemon daemon =
                        TlsDaemons.start(served, ScriptedDaemon.answering(ScriptedDaemon.bytes(NOT_REGISTERED)));
                HostCheck check = Probes.patient(daemon.port(), ClientCheckKind.IRC, true)) {
            assertEquals(expired.notAfter(), check.observe().client().certificateNotAfter());
            served.set(selfSigned);

            assertEquals(selfSigned.notAfter(), check.observe().client().certificateNotAfter());
        }
    }

    @Test
    void aRefusalWithinTlsIsRejected() throws Exception {
        AtomicReference<KeyMaterial> served = new AtomicReference<>(selfSigned);
        byte[] error = ScriptedDaemon.bytes("ERROR :Closing Link: throttled\r\n");
        try (ScriptedDaemon daemon = TlsDaemons.start(served, ScriptedDaemon.answering(error))) {
            ClientObservation seen = Probes.tls(daemon.port(), ClientCheckKind.IRC, Probes.PATIENT);

            assertEquals(ClientReason.REJECTED, seen.reason());
            assertEquals(selfSigned.notAfter(), seen.certificateNotAfter());
        }
    }

    @Test
    void aPlainLineToATlsPortIsNamedSo() throws Exception {
        try (ScriptedDaemon daemon = daemon(selfSigned)) {
            assertEquals(
                    ClientReason.TLS_PORT,
                    Probes.irc(daemon.port(), Probes.PATIENT).reason());
        }
    }

    @Test
    void tlsToAPlainPortThatGreetsIsNamedSo() throws IOException {
        assertEquals(
                ClientReason.PLAIN_PORT,
                probe(ScriptedDaemon.greeting(":irc.example NOTICE * :*** Looking up your hostname\r\n")));
    }

    /** As InspIRCd does, which passes over a line that makes no sense to it. */
    @Test
    void tlsToAPlainPortThatWaitsForALineIsNamedSo() throws IOException {
        assertEquals(ClientReason.PLAIN_PORT, probe(ScriptedDaemon.answeringLate(NOT_REGISTERED), Probes.HASTY));
    }

    @Test
    void tlsToASilentPortHasNoReply() throws IOException {
        assertEquals(ClientReason.TLS_NO_REPLY, probe(ScriptedDaemon::drain, Probes.HASTY));
    }

    @Test
    void aTlsPortThatIsTooSlowIsNotTakenForAPlainOne() throws IOException {
        assertEquals(
                ClientReason.TLS_NO_REPLY,
                probe(
                        ScriptedDaemon.answeringLate("\u0016\u0003\u0003\u0000\u0004\u0002\u0000\u0000\u0000"),
                        Probes.HASTY));
    }

    @Test
    void aDaemonThatClosesInsteadOfAHandshakeFails() throws IOException {
        assertEquals(ClientReason.TLS_FAILED, probe(socket -> {}));
    }

    @Test
    void aRefusalInPlainTextOnATlsPortIsRejected() throws IOException {
        byte[] error = ScriptedDaemon.bytes("ERROR :Connection refused, too many connections from your IP address\r\n");

        assertEquals(ClientReason.REJECTED, probe(ScriptedDaemon.refusing(error)));
        assertEquals(ClientReason.REJECTED, probe(ScriptedDaemon.resetting(error)));
    }

    @Test
    void aHandshakeByteByByteIsNotWaitedFor() throws IOException {
        String startOfARecord = "\u0016\u0003\u0003@\u0000\u0002\u0000?\u00fc\u0003\u0003";

        assertEquals(
                ClientReason.TLS_NO_REPLY, probe(TricklingBytes.of(startOfARecord + "x".repeat(10_000)), Probes.HASTY));
    }

    @Test
    void aHandshakeWithoutEndFails() throws IOException {
        // HelloRequest, which a client in a handshake passes over (RFC 5246 section 7.4.1.1).
        assertEquals(
                ClientReason.TLS_FAILED,
                probe(ScriptedDaemon.greeting(
                        "\u0016\u0003\u0003\u0000\u0004\u0000\u0000\u0000\u0000".repeat(100_000))));
    }

    private static ClientReason probe(ScriptedDaemon.Script script) throws IOException {
        return probe(script, Probes.PATIENT);
    }

    private static ClientReason probe(ScriptedDaemon.Script script, Duration replyTimeout) throws IOException {
        try (ScriptedDaemon daemon = new ScriptedDaemon(script)) {
            ClientObservation seen = Probes.tls(daemon.port(), ClientCheckKind.ACCEPT, replyTimeout);
            assertNull(seen.certificateNotAfter());
            return seen.reason();
        }
    }

    private static ScriptedDaemon daemon(KeyMaterial material) throws Exception {
        return TlsDaemons.start(
                new AtomicReference<>(material), ScriptedDaemon.answering(ScriptedDaemon.bytes(NOT_REGISTERED)));
    }
}
