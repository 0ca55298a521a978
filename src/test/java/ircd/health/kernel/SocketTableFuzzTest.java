package ircd.health.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.Corpus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in tcp and tcp6: rows in range, or an IOException; the same however the reading is cut. */
class SocketTableFuzzTest {
    private static final Path NOWHERE = Path.of("/proc/net");
    private static final SocketTable WHOLE = new SocketTable(NOWHERE);
    /** Blocks that cut a row anywhere, and one that cuts it near the longest line. */
    private static final List<SocketTable> CUT = Stream.of(1, 7, 64, 1000)
            .map(bytes -> new SocketTable(NOWHERE, bytes))
            .toList();

    private static final long LARGEST_HEX = 0xFFFF_FFFFL;

    static Stream<Named<byte[]>> corpus() throws IOException {
        return Corpus.of(SocketTableFuzzTest.class, "corpus");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void rowsAreInRangeAndTheSameHoweverTheReadingIsCut(byte[] table) {
        fuzzerTestOneInput(table);
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] table) {
        for (int addressDigits : List.of(8, 32)) {
            Object rows = read(WHOLE, table, addressDigits);
            for (SocketTable cut : CUT) {
                assertEquals(rows, read(cut, table, addressDigits));
            }
        }
    }

    /** The rows, or why there are none. */
    private static Object read(SocketTable reader, byte[] table, int addressDigits) {
        List<TcpSocket> rows = new ArrayList<>();
        try {
            reader.readAll(
                    Channels.newChannel(new ByteArrayInputStream(table)),
                    new ProcNetTcp(addressDigits, (local, remote, listening) -> true, rows),
                    1);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            assertTrue(why.matches("[ -~]+"), why);
            return why;
        }
        rows.forEach(SocketTableFuzzTest::assertInRange);
        return rows;
    }

    private static void assertInRange(TcpSocket row) {
        assertTrue(row.local().port() >= 0 && row.local().port() <= 65535, row::toString);
        assertTrue(row.remote().port() >= 0 && row.remote().port() <= 65535, row::toString);
        assertTrue(row.txQueue() >= 0 && row.txQueue() <= LARGEST_HEX, row::toString);
        assertTrue(row.rxQueue() >= 0 && row.rxQueue() <= LARGEST_HEX, row::toString);
        assertTrue(row.timer() >= 0 && row.timer() <= 255, row::toString);
        assertTrue(row.retransmits() >= 0 && row.retransmits() <= LARGEST_HEX, row::toString);
        assertTrue(row.probes() >= 0 && row.inode() >= 0, row::toString);
    }
}
