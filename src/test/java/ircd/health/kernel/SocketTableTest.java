package ircd.health.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketTableTest {
    private static final RowFilter ALL = (local, remote, listening) -> true;
    private static final String HEADING =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt\n";
    private static final String STALLED_LINK =
            "  12: 0200007F:413D 0100007F:8FB5 01 0000007A:00000048 01:0000002A 00000003    39        7 36526 1 x\n";

    @TempDir
    Path procNet;

    @BeforeEach
    void captureOfARealSystem() throws IOException {
        write("tcp", capture("tcp"));
        write("tcp6", capture("tcp6"));
    }

    @Test
    void readsEveryRowOfBothTablesOfARealSystem() throws IOException {
        List<TcpSocket> sockets = read(ALL);

        assertEquals(9, sockets.size());
        assertEquals(
                List.of(4L, 4L, 1L),
                List.of(
                        count(sockets, TcpState.LISTEN),
                        count(sockets, TcpState.ESTABLISHED),
                        count(sockets, TcpState.TIME_WAIT)));
        assertEquals(0, sockets.get(0).inode(), "the owner of TIME_WAIT");
    }

    @Test
    void showsIpv4AndMappedIpv6AsTheSameAddress() throws IOException {
        TcpEndpoint ircd = new TcpEndpoint(Address.ofIpv4(0x7F00_0001), 0x1191);

        List<TcpSocket> link = read((local, remote, listening) -> local == 0x1191 && !listening);

        assertEquals(1, link.size());
        assertEquals(ircd, link.get(0).local());
        assertEquals("127.0.0.1:4497", link.get(0).local().toString());
    }

    @Test
    void readsIpv6Addresses() throws IOException {
        List<TcpSocket> listeners = read((local, remote, listening) -> local == 7001 && listening);

        assertEquals("[0:0:0:0:0:0:0:1]:7001", listeners.get(0).local().toString());
        assertEquals(new Address(0, 1), listeners.get(0).local().address());
    }

    @Test
    void readsEveryColumnThatMatters() throws IOException {
        write("tcp", HEADING + STALLED_LINK);

        TcpSocket link = read(ALL).get(0);

        assertEquals("127.0.0.2:16701", link.local().toString());
        assertEquals("127.0.0.1:36789", link.remote().toString());
        assertEquals(
                new TcpSocket(link.local(), link.remote(), TcpState.ESTABLISHED, 0x7A, 0x48, 1, 3, 7, 36526), link);
    }

    @Test
    void makesObjectsOnlyOfRowsThatTheFilterWants() throws IOException {
        List<String> asked = new ArrayList<>();

        List<TcpSocket> none = read((local, remote, listening) -> {
            asked.add(local + " " + remote + " " + listening);
            return false;
        });

        assertTrue(none.isEmpty());
        assertEquals(9, asked.size());
        assertTrue(asked.contains("4497 0 true"), asked::toString);
    }

    @Test
    void rowsThatAreCutByTheEndOfABlockAreWhole() throws IOException {
        // 128 KiB blocks: rows of 91 bytes are cut at every offset sooner or later.
        String rows = STALLED_LINK.repeat(200_000 / STALLED_LINK.length() * 2);
        write("tcp", HEADING + rows);
        write("tcp6", HEADING);

        List<TcpSocket> sockets = read(ALL);

        assertEquals(rows.length() / STALLED_LINK.length(), sockets.size());
        assertEquals(1, sockets.stream().distinct().count());
    }

    @Test
    void everySplitOfATableGivesTheSameRows() throws IOException {
        byte[] table = (HEADING + STALLED_LINK + STALLED_LINK).getBytes(StandardCharsets.US_ASCII);
        for (int split = 0; split <= table.length; split++) {
            List<TcpSocket> wanted = new ArrayList<>();
            ProcNetTcp parser = new ProcNetTcp(8, ALL, wanted);
            int taken = parser.take(table, split);
            byte[] rest = Arrays.copyOfRange(table, taken, table.length);
            assertEquals(rest.length, parser.take(rest, rest.length), "split at " + split);
            assertEquals(2, wanted.size(), "split at " + split);
        }
    }

    /** The kernel gives them in blocks of 27; with each of these the last block has another length. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void noRowOfTheKernelIsMissedHoweverManyThereAre() throws IOException {
        SocketTable table = new SocketTable(Path.of("/proc/net"));
        List<Closeable> open = new ArrayList<>();
        try (ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            for (int connections = 1; connections <= 60; connections++) {
                open.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
                // Twice: one may be missing, or doubled, where others come and go meanwhile. Established: others may
                // have
                // left a TIME_WAIT whose far end had the port that the listener got.
                Set<TcpEndpoint> ends = new HashSet<>();
                for (int reading = 0; reading < 2; reading++) {
                    table.read((local, remote, listening) -> remote == listener.getLocalPort()).stream()
                            .filter(socket -> socket.state() == TcpState.ESTABLISHED)
                            .forEach(socket -> ends.add(socket.local()));
                }
                assertEquals(connections, ends.size());
            }
        } finally {
            for (Closeable socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void theKernelIsNotAskedAgainAfterItsLastRows() throws IOException {
        Iterator<String> reads =
                List.of(HEADING + STALLED_LINK.repeat(40), STALLED_LINK).iterator();
        ReadableByteChannel kernel = new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer into) {
                byte[] rows = reads.next().getBytes(StandardCharsets.US_ASCII);
                into.put(rows);
                return rows.length;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        List<TcpSocket> wanted = new ArrayList<>();

        new SocketTable(procNet).readAll(kernel, new ProcNetTcp(8, ALL, wanted), SocketTable.LEAST_OF_A_FULL_READ);

        assertEquals(41, wanted.size());
    }

    @Test
    void aSystemWithoutIpv6HasNoTcp6() throws IOException {
        Files.delete(procNet.resolve("tcp6"));

        assertEquals(1, read(ALL).size());
    }

    @Test
    void aMissingTcpIsAnError() throws IOException {
        Files.delete(procNet.resolve("tcp"));

        assertThrows(NoSuchFileException.class, () -> read(ALL));
    }

    @Test
    void anEmptyTcpOfAnIpv6OnlySystemHasItsHeading() throws IOException {
        write("tcp", HEADING);

        assertEquals(8, read(ALL).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ''                                                        | it is empty
            '  sl'                                                    | it ends in the middle of a row
            'root:x:0:0~'                                             | it does not start with the kernel's heading
            '  sl~   0: 0200007F:413D 0100007F:8FB5 0'                | it ends in the middle of a row
            '  sl~   0: 0200007F:413D 0100007F:8FB5 0~'               | row 1 is not as the kernel writes it
            '  sl~   0: 0200007F:413D 0100007F:8FB5 01 0000~'         | row 1 is not as the kernel writes it
            '  sl~   0: 0200007F:413D 0100007F:8FB5 0F 0000~'         | row 1 is not as the kernel writes it
            '  sl~   0: 0200007F-413D 0100007F:8FB5 01 0000~'         | row 1 is not as the kernel writes it
            '  sl~   0: 02X0007F:413D 0100007F:8FB5 01 0000~'         | row 1 is not as the kernel writes it
            '  sl~~'                                                  | row 1 is not as the kernel writes it
            """)
    void whatTheKernelWouldNotWriteIsRefused(String table, String why) throws IOException {
        write("tcp", table.replace('~', '\n'));

        IOException refused = assertThrows(MalformedTableException.class, () -> read(ALL));

        assertEquals(procNet.resolve("tcp") + ": " + why, refused.getMessage());
    }

    @Test
    void aFileWithoutLinesIsRefusedBeforeItFillsTheMemory() throws IOException {
        write("tcp", "  sl" + "x".repeat(1_000_000));

        IOException refused = assertThrows(MalformedTableException.class, () -> read(ALL));

        assertTrue(refused.getMessage().endsWith("a line is longer than 1024 bytes"), refused.getMessage());
    }

    private List<TcpSocket> read(RowFilter filter) throws IOException {
        return new SocketTable(procNet).read(filter);
    }

    private static long count(List<TcpSocket> sockets, TcpState state) {
        return sockets.stream().filter(socket -> socket.state() == state).count();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(procNet.resolve(file), text);
    }

    private static String capture(String file) throws IOException {
        try (InputStream in = SocketTableTest.class.getResourceAsStream("capture/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
