package ircd.health.surface.http;

import java.net.InetAddress;

/** What counts as one client: an IPv4 address, also when mapped into IPv6, or an IPv6 /64. */
final class AddressKey {
    /** ff00::/8 is multicast and never a source, so no /64 has these bits. */
    private static final long IPV4 = 0xFFFF_FFFF_0000_0000L;

    private AddressKey() {}

    static long of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return IPV4 | number(bytes, 0, 4);
        }
        boolean mapped = number(bytes, 0, 8) == 0 && number(bytes, 8, 4) == 0xFFFF;
        return mapped ? IPV4 | number(bytes, 12, 4) : number(bytes, 0, 8);
    }

    private static long number(byte[] bytes, int from, int length) {
        long number = 0;
        for (int i = from; i < from + length; i++) {
            number = number << 8 | (bytes[i] & 0xFF);
        }
        return number;
    }
}
