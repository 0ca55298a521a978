package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long a TLS session can be resumed, over both engines; libfaketime moves the wall clock of the service alone. */
final class TicketIT {
    private static final Duration CHECK = Duration.ofSeconds(5);
    private static final Pattern TICKET = Pattern.compile("TLS session ticket:\\s+0000 - ((?:[0-9a-f]{2}[ -]){16})");

    @TempDir
    private Path folder;

    private Path clock;

    @BeforeEach
    void needsPrograms() throws IOException {
        Daemons.require("openssl");
        clock = folder.resolve("clock");
        setClock("+0");
    }

    @ParameterizedTest
    @EnumSource
    void aSessionEndsWithItsPairAndTicketKeysAreRenewed(Engine engine) throws IOException {
        TestCertificate next = TestCertificate.make(folder, "next", TestCertificate.Key.EC_PKCS8);
        TestCertificate live = TestCertificate.make(folder, "live", TestCertificate.Key.EC_PKCS8);
        try (ServiceProcess service =
                ServiceProcess.serving(engine, live, fakeClock(), "--reload-check-interval", "5")) {
            engine.assertUsedBy(service);
            Session tls12 = new Session(service, "-tls1_2", folder.resolve("tls12"));
            Session tls13 = new Session(service, "-tls1_3", folder.resolve("tls13"));
            String key = keyName(engine, tls13.begin());
            assertEquals(key, keyName(engine, tls12.begin()));
            assertTrue(tls12.isResumed());
            assertTrue(tls13.isResumed());

            setClock("+121m"); // the JDK takes a ticket for as long as it keeps the key, twice the session timeout
            assertTrue(!tls12.isResumed(), "resumed after more than two hours");
            setClock("+50h");
            assertTrue(!tls13.isResumed(), "resumed after more than two days");
            String later = keyName(engine, tls13.begin());
            assertNotEquals(key, later, "keys are renewed");
            tls12.begin();
            assertTrue(tls12.isResumed());
            assertTrue(tls13.isResumed());

            live.replaceWith(next);
            Await.until("new pair", CHECK.plusSeconds(3), () -> service.client()
                    .servedSerial()
                    .equals(next.serial()));
            assertTrue(!tls12.isResumed(), "resumed under another pair");
            assertTrue(!tls13.isResumed(), "resumed under another pair");
            assertNotEquals(later, keyName(engine, tls13.begin()), "a new pair begins with new keys");
        }
    }

    /** What stands first in a ticket: 16 octets in BoringSSL's, 4 in the JDK's. */
    private static String keyName(Engine engine, String output) {
        Matcher ticket = TICKET.matcher(output);
        assertTrue(ticket.find(), output);
        return ticket.group(1).substring(0, engine == Engine.JDK ? 11 : 47);
    }

    /** One client's session, kept in a file by openssl. */
    private record Session(ServiceProcess service, String version, Path file) {
        String begin() {
            return connect("-sess_out");
        }

        boolean isResumed() {
            String output = connect("-sess_in");
            assertTrue(output.contains("\nReused, ") != output.contains("\nNew, "), output);
            return output.contains("\nReused, ");
        }

        /** Until the service closes, and so until the tickets have come, which TLS 1.3 sends after the handshake. */
        private String connect(String option) {
            String output = Commands.check(
                    "sh",
                    "-c",
                    "printf 'GET /health HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n'"
                            + " | openssl s_client -ign_eof \"$@\" 2>&1",
                    "sh",
                    "-connect",
                    service.uri().getAuthority(),
                    version,
                    option,
                    file.toString());
            assertTrue(output.contains("HTTP/1.1 503"), output);
            return output;
        }
    }

    /** Of the wall clock only, read anew each time: the monotonic one is what the JVM waits by. */
    private List<String> fakeClock() throws IOException {
        try (Stream<Path> libraries =
                Files.find(Path.of("/usr/lib"), 4, (path, seen) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
            Path library = libraries.findFirst().orElse(null);
            Daemons.missing(library == null ? List.of("libfaketime") : List.of(), "true".equals(System.getenv("CI")));
            return List.of(
                    "env",
                    "LD_PRELOAD=" + library,
                    "FAKETIME_TIMESTAMP_FILE=" + clock,
                    "FAKETIME_NO_CACHE=1",
                    "FAKETIME_DONT_FAKE_MONOTONIC=1",
                    "FAKETIME_FORCE_MONOTONIC_FIX=0");
        }
    }

    private void setClock(String offset) throws IOException {
        Files.writeString(clock, offset);
    }
}
