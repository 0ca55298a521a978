package ircd.health.it;

import static java.util.Objects.requireNonNull;

/**
 * What can be chosen about a network of two daemons.
 *
 * @param pingSeconds after which a daemon asks a silent peer whether it lives, and as long for the answer
 * @param connectionsPerAddress how many clients of one address a daemon takes, if it counts them (ngIRCd); 0 for any
 * @param anyAddress client ports are on all addresses of both families, by one socket of IPv6 (InspIRCd)
 */
record Setting(Spot hub, Spot leaf, int pingSeconds, int connectionsPerAddress, boolean anyAddress) {
    /** Longer than any test: a link never ends by itself. */
    private static final int NO_PING = 120;

    static final Setting LOOPBACK = of(Spot.loopback("127.0.0.1"), Spot.loopback("127.0.0.2"));

    Setting {
        requireNonNull(hub, "hub is null");
        requireNonNull(leaf, "leaf is null");
    }

    static Setting of(Spot hub, Spot leaf) {
        return new Setting(hub, leaf, NO_PING, 0, false);
    }

    Setting withPings(int seconds) {
        return new Setting(hub, leaf, seconds, connectionsPerAddress, anyAddress);
    }

    Setting withConnectionsPerAddress(int connections) {
        return new Setting(hub, leaf, pingSeconds, connections, anyAddress);
    }

    Setting onAnyAddress() {
        return new Setting(hub, leaf, pingSeconds, connectionsPerAddress, true);
    }
}
