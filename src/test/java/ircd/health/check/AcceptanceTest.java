package ircd.health.check;

import static ircd.health.check.Sockets.end;
import static ircd.health.check.Sockets.listening;
import static ircd.health.check.Sockets.socket;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ircd.health.kernel.TcpState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptanceTest {
    @ParameterizedTest
    @CsvSource({
        // the far end's state, its inode, others in the accept queue
        "ESTABLISHED,  0,  1, QUEUED",
        "ESTABLISHED,  7,  0, ACCEPTED",
        "CLOSE_WAIT,   0,  1, QUEUED",
        "CLOSE_WAIT,   7,  0, ACCEPTED",
        "FIN_WAIT1,    0,  0, ACCEPTED",
        "FIN_WAIT2,    0,  0, ACCEPTED",
        "CLOSING,      0,  0, ACCEPTED",
        "LAST_ACK,     0,  0, ACCEPTED",
        "TIME_WAIT,    0,  0, ACCEPTED",
        "SYN_RECV,     0,  0, UNDECIDED",
        "SYN_RECV,     0, 11, QUEUED",
        "NEW_SYN_RECV, 0,  0, UNDECIDED",
    })
    void theFarEndOfOurConnectionTells(TcpState state, long inode, long backlog, Acceptance expected) {
        TableReading tables = new TableReading(
                List.of(listening("0.0.0.0:6667", backlog), socket("127.0.0.1:6667", "127.0.0.1:50000", state, inode)),
                null);

        assertEquals(expected, Acceptance.of(tables, end("127.0.0.1:50000"), 6667));
    }

    @Test
    void theFarEndMayShowAsMappedIpv4() {
        TableReading tables = new TableReading(
                List.of(socket("::ffff:127.0.0.1:6667", "::ffff:127.0.0.1:50000", TcpState.ESTABLISHED, 0)), null);

        assertEquals(Acceptance.QUEUED, Acceptance.of(tables, end("127.0.0.1:50000"), 6667));
    }

    @Test
    void withoutTheFarEndInTheTableNothingIsSaid() {
        TableReading others = new TableReading(
                List.of(
                        socket("127.0.0.1:6667", "127.0.0.1:50001", TcpState.ESTABLISHED, 0),
                        socket("127.0.0.1:6668", "127.0.0.1:50000", TcpState.ESTABLISHED, 0),
                        socket("127.0.0.1:50000", "127.0.0.1:6667", TcpState.ESTABLISHED, 0)),
                null);

        assertEquals(Acceptance.UNDECIDED, Acceptance.of(others, end("127.0.0.1:50000"), 6667));
    }
}
