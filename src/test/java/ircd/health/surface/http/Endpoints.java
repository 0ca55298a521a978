package ircd.health.surface.http;

import ircd.health.state.EndpointStats;
import ircd.health.state.HealthSource;
import ircd.health.verdict.PublicState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** An endpoint for a test, on a free loopback port, with what the test wants different. */
final class Endpoints {
    static final PublicState UP = new PublicState(true, true, true, true);
    static final PublicState DOWN = new PublicState(true, false, false, false);

    final EndpointStats stats = new EndpointStats();
    HealthSource source = answer -> answer.accept(UP);
    InetAddress listen = InetAddress.getLoopbackAddress();
    String healthPath = "/health";
    int maxConnections = 1000;
    int maxPerAddress = 1000;
    boolean deferAccept;
    Duration handshakeDeadline = Duration.ofSeconds(20);
    Duration headerDeadline = Duration.ofSeconds(20);
    Duration idleTimeout = Duration.ofSeconds(20);

    PublicEndpoint start(Way way) throws IOException {
        way.assumeAvailable();
        return PublicEndpoint.start(settings(way), way.tls ? Certificates.EC : null, source, stats);
    }

    /** What connections share where there is no listener. */
    Shared shared() {
        return new Shared(settings(Way.NIO_PLAIN), false, source, stats);
    }

    EndpointSettings settings(Way way) {
        return new EndpointSettings(
                new InetSocketAddress(listen, 0),
                healthPath,
                "cached",
                maxConnections,
                maxPerAddress,
                handshakeDeadline,
                headerDeadline,
                idleTimeout,
                deferAccept,
                way.isNative);
    }
}
