package ircd.health;

import static java.util.Objects.requireNonNull;

import ircd.health.check.ClientTarget;
import ircd.health.check.S2sFilter;
import ircd.health.state.MaintenanceFile;
import ircd.health.verdict.LinkRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to run: options that have been checked and given their types.
 *
 * @param jmx null for no remote JMX
 * @param warnings what was changed in the options, and what they may lead to, one line each
 */
record Config(
        Judging judging,
        boolean live,
        Duration pollInterval,
        MaintenanceFile maintenanceFile,
        Endpoint endpoint,
        Metrics metrics,
        @Nullable Jmx jmx,
        List<String> warnings) {
    Config {
        requireNonNull(judging, "judging is null");
        requireNonNull(pollInterval, "pollInterval is null");
        requireNonNull(maintenanceFile, "maintenanceFile is null");
        requireNonNull(endpoint, "endpoint is null");
        requireNonNull(metrics, "metrics is null");
        warnings = List.copyOf(warnings);
    }

    /** What is judged, and by what rules. */
    record Judging(ClientTarget client, S2sFilter s2s, LinkRules rules, Path procNet) {
        Judging {
            requireNonNull(client, "client is null");
            requireNonNull(s2s, "s2s is null");
            requireNonNull(rules, "rules is null");
            requireNonNull(procNet, "procNet is null");
        }
    }

    /**
     * The public listener.
     *
     * @param cert null, like {@code key}, for plain HTTP
     * @param drain how long it says 503 before it ends
     */
    record Endpoint(
            HostPort listen,
            String healthPath,
            @Nullable Path cert,
            @Nullable Path key,
            Duration reloadCheckInterval,
            int maxConnections,
            int maxConnectionsPerIp,
            Duration drain) {
        Endpoint {
            requireNonNull(listen, "listen is null");
            requireNonNull(healthPath, "healthPath is null");
            requireNonNull(reloadCheckInterval, "reloadCheckInterval is null");
            requireNonNull(drain, "drain is null");
        }
    }

    /**
     * The Prometheus listener.
     *
     * @param listen null for none
     * @param askedFor whether the operator named the address: if it cannot be had, the start fails
     */
    record Metrics(@Nullable HostPort listen, boolean askedFor) {}

    /**
     * Remote JMX.
     *
     * @param advertised the host that clients connect to
     * @param passwordFile null: whoever reaches the port may read
     * @param accessFile null: nobody may operate
     */
    record Jmx(HostPort listen, String advertised, @Nullable Path passwordFile, @Nullable Path accessFile) {
        Jmx {
            requireNonNull(listen, "listen is null");
            requireNonNull(advertised, "advertised is null");
        }
    }

    /** For the demo, whose minute is too short for the smallest interval that the option takes. */
    Config withPollInterval(Duration interval) {
        return new Config(judging, live, interval, maintenanceFile, endpoint, metrics, jmx, warnings);
    }

    Config withWarning(String warning) {
        List<String> all = Stream.concat(warnings.stream(), Stream.of(warning)).toList();
        return new Config(judging, live, pollInterval, maintenanceFile, endpoint, metrics, jmx, all);
    }

    /** The age beyond which a state is not acted on: three polls missed. */
    Duration freshFor() {
        return freshFor(pollInterval);
    }

    /** The longest time between the ends of two polls, with room: no state is fresh for longer, however slow a check is. */
    Duration longestSilence() {
        return freshFor().plus(judging.client().longestCheck());
    }

    static Duration freshFor(Duration pollInterval) {
        return pollInterval.multipliedBy(3);
    }
}
