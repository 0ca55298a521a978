package ircd.health.kernel;

import java.nio.ByteOrder;
import java.util.List;

/**
 * Reads the rows of one table out of its bytes, block by block, without an object per row. A row starts with
 * {@code "%4d: %08X:%04X %08X:%04X %02X %08X:%08X %02X:%08lX %08X %5u %8d %lu "} (net/ipv4/tcp_ipv4.c,
 * get_tcp4_sock); tcp6 has 32 hexadecimal digits where tcp has 8 (net/ipv6/tcp_ipv6.c).
 */
final class ProcNetTcp {
    /** No line of the kernel comes near this length; longer is something else than a socket table. */
    static final int LONGEST_LINE = 1024;

    /** As many digits as always fit a long; the kernel's numbers have 32 bits. */
    private static final int MOST_DECIMAL_DIGITS = 18;

    private static final int HEADER_PREFIX_LENGTH = 4; // "  sl"
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final byte[] HEX_DIGITS = hexDigits();

    private final int addressDigits;
    private final RowFilter filter;
    private final List<TcpSocket> wanted;
    private boolean headerSeen;
    private long rows;

    private byte[] buffer = {};
    private int position;
    private int end;

    /** @param addressDigits 8 for tcp, 32 for tcp6 */
    ProcNetTcp(int addressDigits, RowFilter filter, List<TcpSocket> wanted) {
        this.addressDigits = addressDigits;
        this.filter = filter;
        this.wanted = wanted;
    }

    boolean headerSeen() {
        return headerSeen;
    }

    /**
     * Takes the whole lines among the first {@code length} bytes.
     *
     * @return how many bytes were taken; the rest, {@link #LONGEST_LINE} at the most, is the start of a line that the
     *     next block completes
     * @throws MalformedTableException for a line that the kernel would not write
     */
    int take(byte[] block, int length) throws MalformedTableException {
        buffer = block;
        int lineStart = 0;
        while (true) {
            int newline = Newline.indexIn(block, lineStart, length);
            // Also for a line that is whole: the verdict on a line must not depend on where the blocks are cut.
            if ((newline < 0 ? length : newline) - lineStart > LONGEST_LINE) {
                throw new MalformedTableException("a line is longer than " + LONGEST_LINE + " bytes");
            }
            if (newline < 0) {
                return lineStart;
            }
            position = lineStart;
            end = newline;
            if (headerSeen) {
                row();
            } else {
                header();
            }
            lineStart = newline + 1;
        }
    }

    private void header() throws MalformedTableException {
        if (end - position < HEADER_PREFIX_LENGTH || buffer[position + 2] != 's' || buffer[position + 3] != 'l') {
            throw new MalformedTableException("it does not start with the kernel's heading");
        }
        headerSeen = true;
    }

    private void row() throws MalformedTableException {
        rows++;
        skipNumberAndColon();
        int localAddress = position;
        position += addressDigits;
        expect(':');
        int localPort = (int) hex(4);
        expect(' ');
        int remoteAddress = position;
        position += addressDigits;
        expect(':');
        int remotePort = (int) hex(4);
        expect(' ');
        int state = (int) hex(2);
        if (!TcpState.isCode(state)) {
            throw malformed();
        }
        if (filter.wants(localPort, remotePort, state == TcpState.LISTEN.code())) {
            wanted.add(restOfRow(
                    new TcpEndpoint(address(localAddress), localPort),
                    new TcpEndpoint(address(remoteAddress), remotePort),
                    TcpState.ofCode(state)));
        }
    }

    private TcpSocket restOfRow(TcpEndpoint local, TcpEndpoint remote, TcpState state) throws MalformedTableException {
        expect(' ');
        long txQueue = hex(8);
        expect(':');
        long rxQueue = hex(8);
        expect(' ');
        int timer = (int) hex(2);
        expect(':');
        hex(); // jiffies until the timer fires: more than eight digits when it is overdue
        expect(' ');
        long retransmits = hex(8);
        decimal(); // uid
        long probes = decimal();
        long inode = decimal();
        return new TcpSocket(local, remote, state, txQueue, rxQueue, timer, retransmits, probes, inode);
    }

    private void skipNumberAndColon() throws MalformedTableException {
        decimal();
        expect(':');
        expect(' ');
    }

    private void expect(char wantedChar) throws MalformedTableException {
        if (position >= end || buffer[position] != wantedChar) {
            throw malformed();
        }
        position++;
    }

    private long hex(int digits) throws MalformedTableException {
        if (end - position < digits) {
            throw malformed();
        }
        long value = 0;
        for (int i = 0; i < digits; i++) {
            value = (value << 4) | digit(buffer[position++]);
        }
        return value;
    }

    private void hex() throws MalformedTableException {
        hex(8);
        while (position < end && buffer[position] != ' ') {
            digit(buffer[position++]);
        }
    }

    private int digit(byte character) throws MalformedTableException {
        int value = HEX_DIGITS[character & 0xFF];
        if (value < 0) {
            throw malformed();
        }
        return value;
    }

    /** A number with spaces before it; anything behind its digits is left. */
    private long decimal() throws MalformedTableException {
        while (position < end && buffer[position] == ' ') {
            position++;
        }
        int first = position;
        long value = 0;
        while (position < end && buffer[position] >= '0' && buffer[position] <= '9') {
            value = value * 10 + (buffer[position++] - '0');
        }
        if (position == first || position - first > MOST_DECIMAL_DIGITS) {
            throw malformed();
        }
        return value;
    }

    private Address address(int at) throws MalformedTableException {
        int afterPort = position;
        position = at;
        Address address;
        if (addressDigits == 8) {
            address = Address.ofIpv4(word());
        } else {
            address = new Address(twoWords(), twoWords());
        }
        position = afterPort;
        return address;
    }

    private long twoWords() throws MalformedTableException {
        long first = word();
        return (first << 32) | (word() & 0xFFFF_FFFFL);
    }

    /** The kernel prints each 32-bit word of an address as its own CPU reads it, so it is reversed on x86 and ARM. */
    private int word() throws MalformedTableException {
        int bits = (int) hex(8);
        return LITTLE_ENDIAN ? Integer.reverseBytes(bits) : bits;
    }

    private MalformedTableException malformed() {
        return new MalformedTableException("row " + rows + " is not as the kernel writes it");
    }

    private static byte[] hexDigits() {
        byte[] values = new byte[256];
        for (int character = 0; character < values.length; character++) {
            values[character] = (byte) Character.digit(character < 128 ? character : ' ', 16);
        }
        return values;
    }
}
