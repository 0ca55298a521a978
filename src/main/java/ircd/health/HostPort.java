package ircd.health;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where to listen.
 *
 * @param port 0 to 65535; 0 takes any free port
 */
record HostPort(String host, int port) {
    HostPort {
        requireNonNull(host, "host is null");
    }

    /** Reads {@code HOST:PORT} or {@code [IPV6]:PORT}; empty if it is neither. */
    static Optional<HostPort> parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        // An IPv6 address without brackets cannot be told from one with a port.
        if (host.isBlank()
                || (host.contains(":") && !bracketed)
                || !text.substring(colon + 1).matches("\\d{1,5}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        return port > 65535
                ? Optional.empty()
                : Optional.of(new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, port));
    }

    /** Asks the DNS if the host is a name; unresolved if it has no address. */
    InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
