package ircd.health;

import com.beust.jcommander.Parameter;
import org.jspecify.annotations.Nullable;

/** The command line as it was written: names, defaults and help. {@link ConfigReader} checks the values. */
final class Options {
    @Parameter(names = "--listen", order = 0, description = "HOST:PORT of the public endpoint; [::]:8443 for IPv6")
    String listen = "0.0.0.0:8080";

    @Parameter(names = "--client-host", order = 1, description = "Where the IRC client port is")
    String clientHost = "127.0.0.1";

    @Parameter(names = "--client-port", order = 2, description = "The IRC client port to judge")
    String clientPort = "6667";

    @Parameter(
            names = "--client-check",
            order = 3,
            description = "connect: the kernel answers; accept: the daemon accepts; irc: it answers a line, too")
    String clientCheck = "accept";

    @Parameter(
            names = "--timeout-ms",
            order = 4,
            description = "Milliseconds for the client port to connect and the daemon to accept")
    String timeoutMs = "500";

    @Parameter(
            names = "--irc-reply-timeout-ms",
            order = 5,
            description =
                    "Milliseconds for the daemon's first line (--client-check irc) and TLS handshake (--client-tls)")
    String ircReplyTimeoutMs = "5000";

    @Parameter(names = "--client-tls", order = 6, description = "The client port speaks TLS")
    boolean clientTls;

    @Parameter(
            names = "--s2s-ports",
            order = 10,
            description = "Ports of server links, ours or theirs, separated by commas; none for a server without links")
    String s2sPorts = "4497";

    @Parameter(names = "--s2s-min-links", order = 11, description = "Stable links needed")
    String s2sMinLinks = "1";

    @Parameter(names = "--s2s-peers", order = 12, description = "Only links to these addresses or CIDR blocks count")
    @Nullable
    String s2sPeers;

    @Parameter(names = "--s2s-ignore-peers", order = 13, description = "Links to these never count (services)")
    @Nullable
    String s2sIgnorePeers;

    @Parameter(names = "--stable-duration", order = 14, description = "Seconds that a link must last to be stable")
    String stableDuration = "10";

    @Parameter(
            names = "--s2s-stall-duration",
            order = 15,
            description =
                    "Seconds that data must be stuck on a link for it to be stalled (an idle one never is); 0 for never")
    String s2sStallDuration = "30";

    @Parameter(
            names = "--proc-net",
            order = 16,
            description = "Where the socket tables are; /proc/PID/net for another network namespace")
    String procNet = "/proc/net";

    @Parameter(
            names = "--mode",
            order = 20,
            description = "live: judge when asked; cached: judge every --poll-interval, answer at once")
    String mode = "live";

    @Parameter(names = "--poll-interval", order = 21, description = "Seconds between two polls")
    String pollInterval = "15";

    @Parameter(names = "--maintenance-file", order = 22, description = "While this file exists the host is drained")
    @Nullable
    String maintenanceFile;

    @Parameter(names = "--cert", order = 30, description = "Certificate chain (PEM) of the public endpoint")
    @Nullable
    String cert;

    @Parameter(names = "--key", order = 31, description = "Private key (PEM) of the public endpoint")
    @Nullable
    String key;

    @Parameter(names = "--allow-http", order = 32, description = "Serve plain HTTP if there is no --cert and --key")
    boolean allowHttp;

    @Parameter(
            names = "--reload-check-interval",
            order = 33,
            description = "Seconds between two looks for a new certificate")
    String reloadCheckInterval = "30";

    @Parameter(names = "--health-path", order = 34, description = "Path of the health endpoint")
    String healthPath = "/health";

    @Parameter(names = "--max-connections", order = 35, description = "Connections to the public endpoint, in all")
    String maxConnections = "4096";

    @Parameter(
            names = "--max-connections-per-ip",
            order = 36,
            description = "Connections to the public endpoint from one address (IPv6: one /64)")
    String maxConnectionsPerIp = "64";

    @Parameter(
            names = "--drain-seconds",
            order = 37,
            description = "Seconds between SIGTERM and the end, with 503 for load balancers to notice")
    String drainSeconds = "0";

    @Parameter(
            names = "--metrics-listen",
            order = 40,
            description =
                    "HOST:PORT of the Prometheus endpoint and the page for people, for inside only; none for neither"
                            + " (default: 127.0.0.1:9679)")
    @Nullable
    String metricsListen;

    @Parameter(
            names = "--jmx-listen",
            order = 41,
            description = "HOST:PORT of remote JMX, all of it on this one port (default: off)")
    @Nullable
    String jmxListen;

    @Parameter(
            names = "--jmx-advertise",
            order = 42,
            description = "The host that JMX clients connect to, behind NAT or with --jmx-listen 0.0.0.0:PORT"
                    + " (default: that of --jmx-listen)")
    @Nullable
    String jmxAdvertise;

    @Parameter(
            names = "--jmx-password-file",
            order = 43,
            description = "Names and passwords of JMX clients (lines: NAME PASSWORD); mode 600")
    @Nullable
    String jmxPasswordFile;

    @Parameter(
            names = "--jmx-access-file",
            order = 44,
            description = "Which of them may operate (lines: NAME readwrite, NAME readonly); without it nobody may")
    @Nullable
    String jmxAccessFile;

    @Parameter(
            names = "--foreground",
            order = 50,
            description = "Accepted for old command lines: it always stays in the foreground")
    boolean foreground;

    @Parameter(names = "--version", order = 51, description = "Print the version and end")
    boolean version;

    @Parameter(
            names = {"--help", "-h"},
            order = 52,
            help = true,
            description = "Print this and end")
    boolean help;
}
