package ircd.health.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The TCP sockets of one network namespace, read from the files tcp and tcp6 of a /proc/net directory. One reading
 * costs the kernel about a microsecond per row, and allocates only for the rows that the filter wants.
 *
 * <p>Not thread-safe: the buffers are kept from reading to reading.
 */
public final class SocketTable {
    private static final int BLOCK_BYTES = 128 * 1024;

    /**
     * The kernel gives as many whole rows at a time as it has room for, which is a page at least (fs/seq_file.c,
     * seq_read_iter): fewer bytes than this, and another row would have had room. To go on reading until there is
     * nothing would have it walk its whole hash table a second time, to find again where it was (tcp_seq_start).
     */
    static final int LEAST_OF_A_FULL_READ = 4096 - ProcNetTcp.LONGEST_LINE;

    private final Path procNet;
    private final ByteBuffer block;
    private final byte[] lines;

    /** @param procNet usually {@code /proc/net}; {@code /proc/PID/net} for another network namespace */
    public SocketTable(Path procNet) {
        this(procNet, BLOCK_BYTES);
    }

    SocketTable(Path procNet, int blockBytes) {
        this.procNet = procNet;
        this.block = ByteBuffer.allocateDirect(blockBytes);
        this.lines = new byte[blockBytes + ProcNetTcp.LONGEST_LINE];
    }

    /** Whether this system has the tables at all (Linux does; others do not). */
    public static boolean isSupported(Path procNet) {
        return Files.exists(procNet.resolve("tcp")) || "Linux".equals(System.getProperty("os.name"));
    }

    /**
     * Reads both tables. They are not read at one instant: the kernel walks its hash tables, so a socket that opens or
     * closes meanwhile may be missing, and now and then one is listed twice.
     *
     * @throws IOException if a table cannot be read, or does not read as the kernel writes it; a system without IPv6
     *     has no tcp6, and that is no error
     */
    public List<TcpSocket> read(RowFilter filter) throws IOException {
        List<TcpSocket> wanted = new ArrayList<>();
        readFile(procNet.resolve("tcp"), new ProcNetTcp(8, filter, wanted));
        try {
            readFile(procNet.resolve("tcp6"), new ProcNetTcp(32, filter, wanted));
        } catch (NoSuchFileException e) {
            return wanted; // booted with ipv6.disable=1
        }
        return wanted;
    }

    private void readFile(Path file, ProcNetTcp parser) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            readAll(channel, parser, LEAST_OF_A_FULL_READ);
        } catch (MalformedTableException e) {
            throw new MalformedTableException(file + ": " + e.getMessage());
        }
    }

    /** @param least bytes that every read gives but the last one */
    void readAll(ReadableByteChannel channel, ProcNetTcp parser, int least) throws IOException {
        int carried = 0;
        int bytes;
        do {
            bytes = Math.max(0, channel.read(block.clear()));
            block.flip().get(lines, carried, bytes);
            int length = carried + bytes;
            int taken = parser.take(lines, length);
            carried = length - taken;
            System.arraycopy(lines, taken, lines, 0, carried);
        } while (bytes >= least);
        if (carried > 0) {
            throw new MalformedTableException("it ends in the middle of a row");
        }
        if (!parser.headerSeen()) {
            throw new MalformedTableException("it is empty");
        }
    }
}
