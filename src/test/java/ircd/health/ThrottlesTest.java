package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.check.ClientCheckKind;
import ircd.health.check.ClientTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ThrottlesTest {
    /** No name is part of another one, or of the rest of the line. */
    private static final List<String> KNOWN =
            List.of("InspIRCd", "Solanum", "ircu", "UnrealIRCd", "ircd-hybrid", "ngIRCd");

    private static final boolean LIVE = true;
    private static final boolean CACHED = false;

    /** Whose limit a poll every so many seconds exceeds. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5   | InspIRCd Solanum ircu UnrealIRCd",
                "15  | InspIRCd Solanum ircu UnrealIRCd",
                "20  | InspIRCd Solanum ircu UnrealIRCd",
                "21  | InspIRCd Solanum ircu",
                "40  | InspIRCd Solanum ircu",
                "41  | InspIRCd Solanum",
                "69  | InspIRCd Solanum",
                "70  | InspIRCd",
                "399 | InspIRCd",
                "400 | ''",
            })
    void namesThoseWhoseLimitTheIntervalExceeds(int seconds, String daemons) {
        Optional<String> warning = warning("127.0.0.1", ClientCheckKind.IRC, CACHED, seconds);

        assertEquals(daemons, String.join(" ", named(warning.orElse(""))));
        assertEquals(daemons.isEmpty(), warning.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"IRC, 5", "IRC, 86400"})
    void inLiveModeTheIntervalIsNoBoundForRequests(ClientCheckKind kind, int seconds) {
        String warning = warning("127.0.0.1", kind, LIVE, seconds).orElseThrow();

        assertEquals(KNOWN, named(warning));
        assertTrue(warning.startsWith("--mode live: requests cause up to 600 connections a minute"), warning);
    }

    @Test
    void ngIrcdKeepsOnlyThoseWhomItAnswered() {
        assertTrue(named(warning("127.0.0.1", ClientCheckKind.IRC, LIVE, 15).orElseThrow())
                .contains("ngIRCd"));
        assertFalse(named(warning("127.0.0.1", ClientCheckKind.ACCEPT, LIVE, 15).orElseThrow())
                .contains("ngIRCd"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1       | 127.0.0.1",
                "127.0.0.2       | 127.0.0.1",
                "localhost       | 127.0.0.1",
                "::1             | ::1",
                "192.0.2.1       | ADDRESS",
                "127.example.org | ADDRESS",
                "irc.example.org | ADDRESS",
            })
    void theExemptionIsForTheAddressThatTheDaemonSees(String host, String exempted) {
        String warning = warning(host, ClientCheckKind.ACCEPT, LIVE, 15).orElseThrow();

        assertTrue(warning.contains("exempt { ip = \"" + exempted + "\"; };"), warning);
        assertTrue(warning.contains("allow=\"" + exempted + "\""), warning);
        assertEquals(exempted.equals("127.0.0.1"), warning.contains("127.0.0.1"), warning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IRC     | or it will be judged not valid (rejected):",
                "ACCEPT  | other clients of this host notice and --client-check accept does not:",
                "CONNECT | other clients of this host notice and --client-check connect does not:",
            })
    void theConsequenceIsThatOfTheCheck(ClientCheckKind kind, String consequence) {
        String warning = warning("127.0.0.1", kind, CACHED, 15).orElseThrow();

        assertTrue(warning.contains(consequence), warning);
    }

    @Test
    void eachDaemonHasALineAndTheLastOnePointsToThePage() {
        String warning = warning("127.0.0.1", ClientCheckKind.IRC, LIVE, 15).orElseThrow();

        assertEquals(1 + KNOWN.size() + 1, warning.lines().count());
        assertTrue(warning.endsWith("More in irc-daemons.md of the documentation"), warning);
    }

    /** An operator copies from either; they must not differ. */
    @ParameterizedTest
    @EnumSource(Throttle.class)
    void thePageHasTheSameExemption(Throttle throttle) throws IOException {
        String page = Files.readString(Path.of("src/docs/irc-daemons.md"));

        assertTrue(page.contains(throttle.exemption("127.0.0.1")), throttle.exemption("127.0.0.1"));
    }

    private static List<String> named(String warning) {
        return KNOWN.stream().filter(warning::contains).toList();
    }

    private static Optional<String> warning(String host, ClientCheckKind kind, boolean live, int pollSeconds) {
        ClientTarget target = new ClientTarget(host, 6667, kind, Duration.ofMillis(500), Duration.ofSeconds(5), false);
        return Throttles.warning(target, live, Duration.ofSeconds(pollSeconds));
    }
}
