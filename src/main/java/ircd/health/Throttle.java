package ircd.health;

import ircd.health.check.ClientCheckKind;
import java.time.Duration;

/**
 * How often a known daemon lets one address connect, as it comes or as its example configuration suggests; strictest
 * first. What was tried and what was read is told in {@code src/docs/irc-daemons.md}.
 */
enum Throttle {
    // The count starts again with each hour; the tenth connection until then brings the ban.
    INSPIRCD(
            "InspIRCd's connectban",
            "9 an hour",
            400,
            "<connect name=\"ircd-health\" allow=\"%s\" registered=\"no\" useconnectban=\"no\">"),
    // An address is forgotten at the first look, one every 10 s, that finds its last connection 60 s old.
    SOLANUM("Solanum's throttle_count", "5 less than a minute apart", 70, "exempt { ip = \"%s\"; };"),
    IRCU("ircu's IPCHECK_CLONE_LIMIT", "3 up to 40 s apart", 41, "--mode cached --poll-interval 45"),
    UNREAL("UnrealIRCd's connect-flood", "3 a minute", 21, "except ban { mask %s; type { connect-flood; maxperip; } }"),
    HYBRID("ircd-hybrid's throttle_count", "1 in 2 s", 2, "exempt { ip = \"%s\"; };"),
    // Concurrent ones; but a client that was told an error stays for a second or two after its QUIT.
    NGIRCD("ngIRCd's MaxConnectionsIP", "5 at a time", 1, "MaxConnectionsIP = 0");

    private final String limit;
    private final String allowed;
    private final Duration harmlessInterval;
    private final String exemption;

    Throttle(String limit, String allowed, int harmlessSeconds, String exemption) {
        this.limit = limit;
        this.allowed = allowed;
        this.harmlessInterval = Duration.ofSeconds(harmlessSeconds);
        this.exemption = exemption;
    }

    /** Whether a connection every {@code interval}, and nobody else from the same address, gets refused. */
    boolean isHitBy(ClientCheckKind kind, Duration interval) {
        return interval.compareTo(harmlessInterval) < 0 && (this != NGIRCD || kind == ClientCheckKind.IRC);
    }

    /** What to write into the daemon's configuration. */
    String exemption(String address) {
        return exemption.formatted(address);
    }

    String describe(String address) {
        return limit + ", " + allowed + ": " + exemption(address);
    }
}
