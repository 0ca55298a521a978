package ircd.health.kernel;

import java.util.BitSet;
import java.util.stream.Collectors;

/** An immutable set of TCP ports (1 to 65535) that is asked once or twice per row of the socket table. */
public final class PortSet {
    public static final PortSet NONE = new PortSet(new BitSet());

    private final BitSet ports;

    private PortSet(BitSet ports) {
        this.ports = ports;
    }

    public static PortSet of(int... ports) {
        BitSet bits = new BitSet();
        for (int port : ports) {
            bits.set(port);
        }
        return new PortSet(bits);
    }

    public boolean contains(int port) {
        return ports.get(port);
    }

    public boolean isEmpty() {
        return ports.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PortSet that && ports.equals(that.ports);
    }

    @Override
    public int hashCode() {
        return ports.hashCode();
    }

    /** As in a sentence: {@code port 7000}, {@code ports 7000,7001}. */
    public String inWords() {
        return (ports.cardinality() == 1 ? "port " : "ports ") + this;
    }

    /** The ports in ascending order, as they are written on the command line: {@code 7000,7001}. */
    @Override
    public String toString() {
        return ports.isEmpty()
                ? "none"
                : ports.stream().mapToObj(Integer::toString).collect(Collectors.joining(","));
    }
}
