package ircd.health.kernel;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IP address as 128 bits. IPv4 is kept v4-mapped ({@code ::ffff:a.b.c.d}, RFC 4291 section 2.5.5.2), so that a
 * connection whose two ends stand in different tables (one in tcp, one in tcp6) still compares equal.
 */
public record Address(long high, long low) {
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;

    /** An IPv4 address from its 32 bits, most significant byte first. */
    static Address ofIpv4(int bits) {
        return new Address(0, V4_MAPPED | (bits & 0xFFFF_FFFFL));
    }

    public static Address of(InetAddress address) {
        requireNonNull(address, "address is null");
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.capacity() == Integer.BYTES
                ? ofIpv4(bytes.getInt())
                : new Address(bytes.getLong(), bytes.getLong());
    }

    public boolean isIpv4() {
        return high == 0 && low >>> 32 == V4_MAPPED >>> 32;
    }

    /** The form people write: {@code 192.0.2.1} or {@code 2001:db8:0:0:0:0:0:1}. */
    @Override
    public String toString() {
        try {
            // InetAddress turns the v4-mapped form into an Inet4Address by itself.
            byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are always an address", e);
        }
    }
}
