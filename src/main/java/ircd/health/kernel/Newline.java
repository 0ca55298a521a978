package ircd.health.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line ends eight bytes at a time: the lines are long and this is where the time of a reading goes. */
final class Newline {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long NEWLINES = '\n' * ONES;

    private Newline() {}

    /** The index of the first newline in {@code [from, to)}, or -1. */
    static int indexIn(byte[] bytes, int from, int to) {
        int index = from;
        for (; index <= to - Long.BYTES; index += Long.BYTES) {
            long zeroWhereNewline = (long) LONGS.get(bytes, index) ^ NEWLINES;
            // The lowest high bit that is set marks the first zero byte (the ones above it may be borrows).
            long found = (zeroWhereNewline - ONES) & ~zeroWhereNewline & HIGH_BITS;
            if (found != 0) {
                return index + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        for (; index < to; index++) {
            if (bytes[index] == '\n') {
                return index;
            }
        }
        return -1;
    }
}
