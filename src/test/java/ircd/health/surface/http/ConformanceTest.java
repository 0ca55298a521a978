package ircd.health.surface.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table in src/docs/endpoint.md is true. */
@ExtendWith(QuietLog.class)
class ConformanceTest {
    private static final String LAST = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final Endpoints endpoints = new Endpoints();
    private final List<ConformanceRow> rows;

    ConformanceTest() throws IOException {
        rows = ConformanceRow.all();
    }

    @ParameterizedTest
    @EnumSource
    void everyRowHoldsOnARealConnection(Way way) throws IOException {
        List<String> wrong = new ArrayList<>();
        try (PublicEndpoint endpoint = endpoints.start(way)) {
            for (ConformanceRow row : rows) {
                if (row.isFor(way)) {
                    compare(row, way.tls, exchange(endpoint, way.tls && !row.raw(), row), wrong);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** A request more is served where the connection is kept, and is nothing where it is not. */
    private static String exchange(PublicEndpoint endpoint, boolean tls, ConformanceRow row) {
        try (Client client = new Client(endpoint.address(), tls)) {
            String answers = "";
            if (row.halfCloses()) {
                client.send(row.sent()).socket.shutdownOutput();
            } else if (row.then().kept()) {
                client.send(row.sent());
                int length = row.expected(tls).length();
                answers = new String(client.socket.getInputStream().readNBytes(length), ISO_8859_1);
                client.send(LAST);
            } else {
                client.send(row.sent() + LAST);
            }
            return answers + new String(client.socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            return "not ended in order: " + e;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void everyRowHoldsHoweverItIsCutUp(int piece) {
        List<String> wrong = new ArrayList<>();
        Shared shared = endpoints.shared();
        for (ConformanceRow row : rows) {
            if (row.raw()) {
                continue;
            }
            try (SocketlessClient client = new SocketlessClient(shared)) {
                String sent = row.halfCloses() ? row.sent() : row.sent() + LAST;
                for (int i = 0; i < sent.length(); i += piece) {
                    client.send(sent.substring(i, Math.min(i + piece, sent.length())));
                }
                if (row.halfCloses()) {
                    client.halfClose();
                }
                compare(row, false, String.join("", client.answers()), wrong);
                assertTrue(!client.isOpen(), row.name());
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static void compare(ConformanceRow row, boolean https, String got, List<String> wrong) {
        String expected = row.expected(https)
                + (row.then().kept() ? KnownAnswers.named("200 health", https, KnownAnswers.CLOSE) : "");
        if (!got.equals(expected)) {
            wrong.add("\n" + row.name() + ": expected\n" + expected + "\nand got\n" + got);
        }
    }

    @Test
    void thePageShowsAWholeAnswerAndTheTableIsThere() throws IOException {
        String page = Files.readString(ConformanceRow.PAGE);
        String whole = KnownAnswers.named("200 health", false, "").replace("\r", "");
        assertTrue(page.contains("```\n" + whole + "\n```"), whole);
        assertEquals(page.lines().filter(line -> line.contains(" | `")).count(), rows.size());
        assertTrue(rows.size() > 100);
        assertEquals(1, rows.stream().filter(ConformanceRow::raw).count());
        assertEquals(
                rows.size(), rows.stream().map(ConformanceRow::name).distinct().count());
    }
}
