package ircd.health.kernel;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * One end of a TCP connection.
 *
 * @param port 0 to 65535
 */
public record TcpEndpoint(Address address, int port) implements Comparable<TcpEndpoint> {
    private static final Comparator<TcpEndpoint> ORDER = Comparator.comparingLong(
                    (TcpEndpoint end) -> end.address.high())
            .thenComparingLong(end -> end.address.low())
            .thenComparingInt(TcpEndpoint::port);

    public TcpEndpoint {
        requireNonNull(address, "address is null");
    }

    @Override
    public int compareTo(TcpEndpoint other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return address.isIpv4() ? address + ":" + port : "[" + address + "]:" + port;
    }
}
