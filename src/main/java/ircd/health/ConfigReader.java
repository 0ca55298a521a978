package ircd.health;

import ircd.health.check.ClientCheckKind;
import ircd.health.check.ClientTarget;
import ircd.health.check.S2sFilter;
import ircd.health.kernel.Cidr;
import ircd.health.state.MaintenanceFile;
import ircd.health.verdict.LinkRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the options and gives them their types; every mistake is told, not only the first. */
final class ConfigReader {
    /** An upper bound for every number of seconds: a day. */
    private static final int DAY = 86_400;

    private static final int HOUR = 3_600;

    private final Options options;
    private final Mistakes mistakes;
    private final List<String> warnings;

    private ConfigReader(Options options, Mistakes mistakes) {
        this.options = options;
        this.mistakes = mistakes;
        warnings = new ArrayList<>(mistakes.warnings());
    }

    /** The caller must look into {@code mistakes} before it uses the result. */
    static Config read(Options options, Mistakes mistakes) {
        return new ConfigReader(options, mistakes).read();
    }

    /** Like {@link #read}, with a warning of what goes on for as long as the service runs. */
    static Config readForService(Options options, Mistakes mistakes) {
        ConfigReader reader = new ConfigReader(options, mistakes);
        Config config = reader.read();
        return Throttles.warning(config.judging().client(), config.live(), config.pollInterval())
                .map(config::withWarning)
                .orElse(config);
    }

    private Config read() {
        Duration pollInterval = Duration.ofSeconds(
                value("--poll-interval", options.pollInterval).raised(5, DAY, "seconds", warnings));
        Config.Judging judging = judging();
        warnOfTimeouts(judging.client(), pollInterval);
        return new Config(
                judging,
                value("--mode", options.mode).oneOf(Mode.class) == Mode.LIVE,
                pollInterval,
                new MaintenanceFile(maintenanceFile()),
                endpoint(),
                metrics(),
                JmxReader.read(options, mistakes),
                warnings);
    }

    private Config.Judging judging() {
        int clientPort = value("--client-port", options.clientPort).port();
        S2sFilter s2s = new S2sFilter(
                value("--s2s-ports", options.s2sPorts).ports(),
                cidrs("--s2s-peers", options.s2sPeers),
                cidrs("--s2s-ignore-peers", options.s2sIgnorePeers));
        if (s2s.ports().contains(clientPort)) {
            warnings.add("--client-port " + clientPort + " is one of --s2s-ports, too:"
                    + " every client counts as a server link; --s2s-peers can tell them apart");
        }
        return new Config.Judging(
                new ClientTarget(
                        value("--client-host", options.clientHost).host(),
                        clientPort,
                        value("--client-check", options.clientCheck).oneOf(ClientCheckKind.class),
                        Duration.ofMillis(
                                value("--timeout-ms", options.timeoutMs).raised(50, 60_000, "milliseconds", warnings)),
                        Duration.ofMillis(value("--irc-reply-timeout-ms", options.ircReplyTimeoutMs)
                                .integer(50, 60_000)),
                        options.clientTls),
                s2s,
                new LinkRules(
                        value("--s2s-min-links", options.s2sMinLinks).integer(1, 10_000),
                        value("--stable-duration", options.stableDuration).seconds(0, DAY),
                        value("--s2s-stall-duration", options.s2sStallDuration).seconds(0, DAY)),
                procNet());
    }

    private void warnOfTimeouts(ClientTarget client, Duration pollInterval) {
        Duration longest = client.longestCheck();
        Duration fresh = Config.freshFor(pollInterval);
        if (longest.compareTo(fresh) > 0) {
            warnings.add("--timeout-ms and --irc-reply-timeout-ms: a check may take " + longest.toMillis()
                    + " ms with these, and a state is valid for " + fresh.toMillis()
                    + " ms, three times --poll-interval: a slow daemon makes it stale");
        }
    }

    private Config.Endpoint endpoint() {
        Path cert = path("--cert", options.cert);
        Path key = path("--key", options.key);
        if (options.cert == null && options.key == null && !options.allowHttp && !mistakes.fileUnread()) {
            mistakes.add("no --cert and --key: give both for HTTPS, or --allow-http for plain HTTP");
        }
        return new Config.Endpoint(
                value("--listen", options.listen).hostPort(),
                value("--health-path", options.healthPath).urlPath(),
                cert,
                key,
                Duration.ofSeconds(value("--reload-check-interval", options.reloadCheckInterval)
                        .raised(5, DAY, "seconds", warnings)),
                value("--max-connections", options.maxConnections).integer(1, 1_000_000),
                value("--max-connections-per-ip", options.maxConnectionsPerIp).integer(1, 1_000_000),
                value("--drain-seconds", options.drainSeconds).seconds(0, HOUR));
    }

    private Config.Metrics metrics() {
        String listen = options.metricsListen;
        if (listen == null) {
            return new Config.Metrics(new HostPort("127.0.0.1", 9679), false);
        }
        return listen.equals("none")
                ? new Config.Metrics(null, true)
                : new Config.Metrics(value("--metrics-listen", listen).hostPort(), true);
    }

    private @Nullable Path maintenanceFile() {
        Path file = path("--maintenance-file", options.maintenanceFile);
        if (file == null) {
            return null;
        }
        Path folder = file.toAbsolutePath().resolveSibling("");
        if (Files.isDirectory(file)) {
            mistakes.add("--maintenance-file", file.toString(), "must be a file, and is a directory");
        } else if (Files.notExists(folder)) {
            warnings.add(BadInputException.line("--maintenance-file " + file + ": there is no directory " + folder
                    + ", in which it could be made"));
        }
        return file;
    }

    private Path procNet() {
        Path fallback = Path.of(new Options().procNet);
        Path directory = path("--proc-net", options.procNet);
        if (directory == null) {
            return fallback;
        }
        // One that is not there is no mistake in the options: a process that has ended may come back.
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            mistakes.add("--proc-net", options.procNet, "must be a directory such as /proc/net or /proc/PID/net");
        }
        return directory;
    }

    private List<Cidr> cidrs(String option, @Nullable String text) {
        return text == null ? List.of() : value(option, text).cidrs();
    }

    private @Nullable Path path(String option, @Nullable String text) {
        return text == null ? null : value(option, text).path();
    }

    private Value value(String option, String text) {
        return new Value(option, text, mistakes);
    }
}
