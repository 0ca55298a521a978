package ircd.health.kernel;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A block of IP addresses such as {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address (RFC 4632, RFC 4291). */
public record Cidr(Address network, int prefixLength) {
    private static final int IPV4_OFFSET = 96;
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d{1,2})";
    // Only literals: InetAddress would ask the DNS for anything else, 256.0.0.1 included.
    private static final Pattern LITERAL =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|(?=[0-9a-fA-F.]{0,45}:)[0-9a-fA-F:.]{2,45}");

    public Cidr {
        requireNonNull(network, "network is null");
        if (prefixLength < 0 || prefixLength > 128) {
            throw new IllegalArgumentException("prefixLength must be 0 to 128: " + prefixLength);
        }
    }

    /**
     * Reads {@code ADDRESS} or {@code ADDRESS/LENGTH}.
     *
     * @throws IllegalArgumentException if it is neither, if the length is beyond the family's (32, 128), or if bits
     *     are set behind the prefix ({@code 10.0.0.1/8} is a typing mistake more often than not)
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        if (!LITERAL.matcher(literal).matches()) {
            throw new IllegalArgumentException("not an IP address");
        }
        InetAddress inet;
        try {
            inet = InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address", e);
        }
        int bits = inet.getAddress().length * Byte.SIZE;
        int length = slash < 0 ? bits : prefixLength(text.substring(slash + 1), bits);
        Cidr cidr = new Cidr(Address.of(inet), bits == Integer.SIZE ? IPV4_OFFSET + length : length);
        if ((cidr.network.high() & ~cidr.highMask()) != 0 || (cidr.network.low() & ~cidr.lowMask()) != 0) {
            throw new IllegalArgumentException("address bits are set behind the prefix");
        }
        return cidr;
    }

    private static int prefixLength(String digits, int bits) {
        if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > bits) {
            throw new IllegalArgumentException("prefix length must be 0 to " + bits);
        }
        return Integer.parseInt(digits);
    }

    public boolean contains(Address address) {
        return (address.high() & highMask()) == network.high() && (address.low() & lowMask()) == network.low();
    }

    private long highMask() {
        return mask(Math.min(prefixLength, Long.SIZE));
    }

    private long lowMask() {
        return mask(Math.max(prefixLength - Long.SIZE, 0));
    }

    private static long mask(int ones) {
        return ones == 0 ? 0 : -1L << (Long.SIZE - ones);
    }

    @Override
    public String toString() {
        return network + "/" + (network.isIpv4() ? prefixLength - IPV4_OFFSET : prefixLength);
    }
}
