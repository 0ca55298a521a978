package ircd.health;

import static java.util.stream.Collectors.joining;

import ircd.health.check.ClientCheckKind;
import ircd.health.check.ClientTarget;
import ircd.health.state.Poller;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out whose throttle our polls hit. */
final class Throttles {
    private Throttles() {}

    /**
     * Says that daemons would throttle us, then in a line for each what exempts us in its configuration; empty if none
     * would.
     *
     * @param live whether requests cause polls, too, and {@code pollInterval} only bounds the time between two
     */
    static Optional<String> warning(ClientTarget client, boolean live, Duration pollInterval) {
        Duration interval = live ? Poller.SMALLEST_GAP : pollInterval;
        String address = ourAddress(client.host());
        String limits = Stream.of(Throttle.values())
                .filter(throttle -> throttle.isHitBy(client.kind(), interval))
                .map(throttle -> throttle.describe(address))
                .map(line -> "\n    " + line)
                .collect(joining());
        return limits.isEmpty()
                ? Optional.empty()
                : Optional.of(rate(live, pollInterval)
                        + " to the IRC daemon. If yours is one of these, exempt this host there, or "
                        + consequence(client.kind()) + ":" + limits
                        + "\n    More in irc-daemons.md of the documentation");
    }

    private static String rate(boolean live, Duration pollInterval) {
        return live
                ? "--mode live: requests cause up to " + Duration.ofMinutes(1).dividedBy(Poller.SMALLEST_GAP)
                        + " connections a minute"
                : "--poll-interval " + pollInterval.toSeconds() + ": every poll is a connection";
    }

    /** What the daemon sees: a connection to any address of loopback comes from 127.0.0.1, or from ::1. */
    private static String ourAddress(String host) {
        if (host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}")) {
            return "127.0.0.1";
        }
        return host.equals("::1") ? host : "ADDRESS";
    }

    private static String consequence(ClientCheckKind kind) {
        return kind == ClientCheckKind.IRC
                ? "it will be judged not valid (rejected)"
                : "it refuses or bans this address, which other clients of this host notice and --client-check "
                        + kind.name().toLowerCase(Locale.ROOT) + " does not";
    }
}
