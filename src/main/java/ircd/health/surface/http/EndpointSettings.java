package ircd.health.surface.http;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How the public endpoint listens and what it puts up with.
 *
 * @param listen port 0 takes a free one
 * @param healthPath begins with a slash; wins over {@code /} and {@code /_info}
 * @param infoMode {@code live} or {@code cached}, shown on the info page
 * @param maxConnections open connections in all
 * @param maxConnectionsPerAddress open connections of one IPv4 address or one IPv6 /64
 * @param handshakeDeadline from the connect to the end of the TLS handshake
 * @param headerDeadline for one whole request head, from its first byte; for the first one from the connect or the end
 *     of the handshake. Also for a client to take its answer
 * @param idleTimeout between an answer and the first byte of the next request
 * @param deferAccept whether the kernel keeps a client that has connected and says nothing (epoll only)
 * @param nativeTransport false: NIO and the JDK's TLS even where epoll and BoringSSL are available
 */
public record EndpointSettings(
        InetSocketAddress listen,
        String healthPath,
        String infoMode,
        int maxConnections,
        int maxConnectionsPerAddress,
        Duration handshakeDeadline,
        Duration headerDeadline,
        Duration idleTimeout,
        boolean deferAccept,
        boolean nativeTransport) {

    public EndpointSettings {
        requireNonNull(listen, "listen is null");
        requireNonNull(healthPath, "healthPath is null");
        requireNonNull(infoMode, "infoMode is null");
        require(healthPath.startsWith("/"), "healthPath must begin with /: " + healthPath);
        require(infoMode.equals("live") || infoMode.equals("cached"), "infoMode must be live or cached: " + infoMode);
        require(maxConnections > 0, "maxConnections must be at least 1: " + maxConnections);
        require(
                maxConnectionsPerAddress > 0,
                "maxConnectionsPerAddress must be at least 1: " + maxConnectionsPerAddress);
        requirePositive(handshakeDeadline, "handshakeDeadline");
        requirePositive(headerDeadline, "headerDeadline");
        requirePositive(idleTimeout, "idleTimeout");
    }

    private static void requirePositive(Duration duration, String name) {
        require(!requireNonNull(duration, name + " is null").isNegative() && !duration.isZero(), name + " must be > 0");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
