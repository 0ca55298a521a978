package ircd.health.surface.http;

import io.netty.buffer.ByteBuf;

/** Which octets may stand where in a request head (RFC 9110, 5.5 and 5.6.2; RFC 9112, 3.2), and comparisons. */
final class Octets {
    static final int TOKEN = 1;
    /** Visible ASCII but {@code #}: a fragment is never sent. */
    static final int TARGET = 2;
    /** Visible ASCII, blanks, and the obsolete octets from 0x80 on. */
    static final int VALUE = 4;
    /** Host and port (RFC 3986, 3.2.2 and 3.2.3): no user information, no path. */
    static final int HOST = 8;

    private static final byte[] CLASSES = classes();

    private Octets() {}

    static boolean isToken(byte b) {
        return (CLASSES[b & 0xFF] & TOKEN) != 0;
    }

    static boolean isTarget(byte b) {
        return (CLASSES[b & 0xFF] & TARGET) != 0;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    static boolean all(ByteBuf in, int from, int to, int wanted) {
        for (int i = from; i < to; i++) {
            if ((CLASSES[in.getByte(i) & 0xFF] & wanted) == 0) {
                return false;
            }
        }
        return true;
    }

    static boolean same(ByteBuf in, int from, int to, byte[] expected) {
        if (to - from != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (in.getByte(from + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** @param expected ASCII in lower case */
    static boolean sameIgnoringCase(ByteBuf in, int from, int to, byte[] expected) {
        if (to - from != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            int b = in.getByte(from + i);
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** {@code HTTP/} digit dot digit (RFC 9112, 2.3). */
    static boolean isVersion(ByteBuf in, int from, int to) {
        return to - from == 8
                && in.getByte(from) == 'H'
                && in.getByte(from + 1) == 'T'
                && in.getByte(from + 2) == 'T'
                && in.getByte(from + 3) == 'P'
                && in.getByte(from + 4) == '/'
                && isDigit(in.getByte(from + 5))
                && in.getByte(from + 6) == '.'
                && isDigit(in.getByte(from + 7));
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int b = 0x21; b < 0x7F; b++) {
            boolean token = Character.isLetterOrDigit(b) || "!#$%&'*+-.^_`|~".indexOf(b) >= 0;
            boolean host = Character.isLetterOrDigit(b) || "-._~%!$&'()*+,;=:[]".indexOf(b) >= 0;
            classes[b] = (byte) ((token ? TOKEN : 0) | (b == '#' ? 0 : TARGET) | VALUE | (host ? HOST : 0));
        }
        classes[' '] = VALUE;
        classes['\t'] = VALUE;
        for (int b = 0x80; b < 0x100; b++) {
            classes[b] = VALUE;
        }
        return classes;
    }
}
