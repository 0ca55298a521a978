package ircd.health.surface.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestHeadTest {
    /** In the table ¶ stands for CRLF, ~ for a blank; KEEP or CLOSE says whether another request may follow. */
    private static final String TABLE =
            """
            GET /health HTTP/1.1¶¶                                               | HEALTH                | KEEP
            GET /health HTTP/1.1¶Host: a¶¶                                       | HEALTH                | KEEP
            GET /health HTTP/1.0¶¶                                               | HEALTH                | CLOSE
            GET /health HTTP/1.0¶Connection: keep-alive¶¶                        | HEALTH                | KEEP
            GET /health HTTP/1.0¶Connection: Keep-Alive, TE¶¶                    | HEALTH                | KEEP
            GET /health HTTP/1.0¶Connection: keep-alive¶Connection: close¶¶      | HEALTH                | CLOSE
            GET /health HTTP/1.1¶Connection: close¶¶                             | HEALTH                | CLOSE
            GET /health HTTP/1.1¶CONNECTION:~x~,~CLOSE~¶¶                        | HEALTH                | CLOSE
            GET /health HTTP/1.1¶Connection: closed¶¶                            | HEALTH                | KEEP
            GET /health HTTP/1.1¶Connection:¶¶                                   | HEALTH                | KEEP
            HEAD /health HTTP/1.1¶¶                                              | HEALTH                | KEEP
            GET /health?x=/../ HTTP/1.1¶¶                                        | HEALTH                | KEEP
            GET /health? HTTP/1.1¶¶                                              | HEALTH                | KEEP
            GET / HTTP/1.1¶¶                                                     | INFO                  | KEEP
            GET /?health HTTP/1.1¶¶                                              | INFO                  | KEEP
            GET /_info HTTP/1.1¶¶                                                | INFO                  | KEEP
            GET /_info?a HTTP/1.1¶¶                                              | INFO                  | KEEP
            GET //health HTTP/1.1¶¶                                              | NOT_FOUND             | KEEP
            GET /health/ HTTP/1.1¶¶                                              | NOT_FOUND             | KEEP
            GET /Health HTTP/1.1¶¶                                               | NOT_FOUND             | KEEP
            GET /healthy HTTP/1.1¶¶                                              | NOT_FOUND             | KEEP
            GET /%68ealth HTTP/1.1¶¶                                             | NOT_FOUND             | KEEP
            GET /%zz HTTP/1.1¶¶                                                  | NOT_FOUND             | KEEP
            GET /a/../health HTTP/1.1¶¶                                          | NOT_FOUND             | KEEP
            GET http://irc.example.org/health HTTP/1.1¶¶                         | HEALTH                | KEEP
            GET HTTPS://irc.example.org:8443/health?x HTTP/1.1¶¶                 | HEALTH                | KEEP
            GET http://irc.example.org HTTP/1.1¶¶                                | INFO                  | KEEP
            GET http://irc.example.org?/health HTTP/1.1¶¶                        | INFO                  | KEEP
            GET http:///health HTTP/1.1¶¶                                        | BAD_REQUEST           | CLOSE
            GET http:// HTTP/1.1¶¶                                               | BAD_REQUEST           | CLOSE
            GET ftp://irc.example.org/health HTTP/1.1¶¶                          | BAD_REQUEST           | CLOSE
            GET health HTTP/1.1¶¶                                                | BAD_REQUEST           | CLOSE
            GET * HTTP/1.1¶¶                                                     | BAD_REQUEST           | CLOSE
            GET /health#top HTTP/1.1¶¶                                           | BAD_REQUEST           | CLOSE
            GET /h\\x00ealth HTTP/1.1¶¶                                         | BAD_REQUEST           | CLOSE
            GET /h\\xe4 HTTP/1.1¶¶                                              | BAD_REQUEST           | CLOSE
            GET /h\\x7f HTTP/1.1¶¶                                              | BAD_REQUEST           | CLOSE
            OPTIONS / HTTP/1.0¶¶                                                 | METHOD_NOT_ALLOWED    | CLOSE
            OPTIONS * HTTP/1.1¶¶                                                 | METHOD_NOT_ALLOWED    | KEEP
            CONNECT irc.example.org:443 HTTP/1.1¶¶                               | METHOD_NOT_ALLOWED    | KEEP
            get /health HTTP/1.1¶¶                                               | METHOD_NOT_ALLOWED    | KEEP
            GETT /health HTTP/1.1¶¶                                              | METHOD_NOT_ALLOWED    | KEEP
            TRACE /health HTTP/1.1¶¶                                             | METHOD_NOT_ALLOWED    | KEEP
            POST /health HTTP/1.1¶Content-Length: 0¶¶                            | METHOD_NOT_ALLOWED    | KEEP
            POST /health HTTP/1.1¶Content-Length: 3¶¶abc                         | METHOD_NOT_ALLOWED    | CLOSE
            POST /health HTTP/1.1¶Transfer-Encoding: chunked¶¶0¶¶                | METHOD_NOT_ALLOWED    | CLOSE
            GET /health HTTP/1.1¶Content-Length: 000¶¶                           | HEALTH                | KEEP
            GET /health HTTP/1.1¶Content-Length: 5¶¶hello                        | HEALTH                | CLOSE
            GET /health HTTP/1.1¶Content-Length: 99999999999999999999999¶¶       | HEALTH                | CLOSE
            GET /health HTTP/1.1¶Transfer-Encoding: Chunked¶¶0¶¶                 | HEALTH                | CLOSE
            GET /health HTTP/1.1¶Content-Length: 5¶Content-Length: 5¶¶           | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Content-Length: 5¶Content-Length: 6¶¶           | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Content-Length: 5, 5¶¶                          | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Content-Length: +5¶¶                            | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Content-Length: -1¶¶                            | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Content-Length: 0x0¶¶                           | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Content-Length:¶¶                               | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Content-Length: 0¶Transfer-Encoding: chunked¶¶  | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Transfer-Encoding: chunked¶Content-Length: 4¶¶  | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Transfer-Encoding: gzip, chunked¶¶              | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Transfer-Encoding: identity¶¶                   | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Transfer-Encoding: xchunked¶¶                   | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Transfer-Encoding:¶¶                            | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Transfer-Encoding: chunked¶Transfer-Encoding: chunked¶¶ | BAD_REQUEST   | CLOSE
            GET /health HTTP/1.0¶Transfer-Encoding: chunked¶¶                    | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Transfer-Encoding : chunked¶¶                   | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Expect: 100-continue¶Content-Length: 9¶¶        | HEALTH                | CLOSE
            GET /health HTTP/1.1¶Expect: 100-continue¶¶                          | HEALTH                | KEEP
            GET /health HTTP/1.1¶Upgrade: h2c¶Connection: Upgrade, HTTP2-Settings¶¶ | HEALTH             | KEEP
            PRI * HTTP/2.0¶¶SM¶¶                                                 | VERSION_NOT_SUPPORTED | CLOSE
            GET /health HTTP/1.2¶¶                                               | VERSION_NOT_SUPPORTED | CLOSE
            GET /health HTTP/3.0¶¶                                               | VERSION_NOT_SUPPORTED | CLOSE
            GET /health HTTP/1.10¶¶                                              | BAD_REQUEST           | CLOSE
            GET /health http/1.1¶¶                                               | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1 ¶¶                                              | BAD_REQUEST           | CLOSE
            GET /health¶¶                                                        | BAD_REQUEST           | CLOSE
            GET¶¶                                                                | BAD_REQUEST           | CLOSE
            GET  /health HTTP/1.1¶¶                                              | BAD_REQUEST           | CLOSE
            GET /health  HTTP/1.1¶¶                                              | BAD_REQUEST           | CLOSE
            GET\t/health HTTP/1.1¶¶                                              | BAD_REQUEST           | CLOSE
            GET /hea lth HTTP/1.1¶¶                                              | BAD_REQUEST           | CLOSE
            ~GET /health HTTP/1.1¶¶                                              | BAD_REQUEST           | CLOSE
            ¶GET /health HTTP/1.1¶¶                                              | HEALTH                | KEEP
            ¶¶GET /health HTTP/1.1¶¶                                             | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1\\n\\n                                           | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Host: a\\n¶                                     | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Host: a¶\\n                                     | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶X: a\\rb¶¶                                      | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶X: a\\r¶¶                                       | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶X: a¶~folded¶¶                                  | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶~X: a¶¶                                         | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶X : a¶¶                                         | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶: a¶¶                                           | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶no colon¶¶                                      | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶X(: a¶¶                                         | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶X: a\\x00b¶¶                                   | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶X\\x00: b¶¶                                    | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶X: \\xe4\t!¶¶                                  | HEALTH                | KEEP
            GET /health HTTP/1.1¶X:¶¶                                            | HEALTH                | KEEP
            GET /health HTTP/1.1¶Host: a¶Host: a¶¶                               | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Host: a b¶¶                                     | BAD_REQUEST           | CLOSE
            GET /health HTTP/1.1¶Host:¶¶                                         | HEALTH                | KEEP
            \\x16\\x03\\x01                                                   | NOT_HTTP              | CLOSE
            \\x80\\x03\\x01                                                   | BAD_REQUEST           | CLOSE
            \\x00                                                               | BAD_REQUEST           | CLOSE
            """;

    private static final Pattern HEX = Pattern.compile("\\\\x(..)");

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = TABLE, delimiter = '|', quoteCharacter = '`')
    void everyRequestHasItsOutcomeHoweverItIsCutUp(String written, Outcome outcome, String then) {
        String bytes = bytes(written);
        for (int step : new int[] {bytes.length(), 1, 7}) {
            RequestHead head = head("/health");
            assertEquals(outcome, feed(head, bytes, step), () -> "in pieces of " + step);
            assertEquals(then.equals("KEEP"), head.keepsAlive(), () -> "in pieces of " + step);
        }
    }

    @Test
    void takesOneRequestAndLeavesTheNext() {
        ByteBuf in = buffer("HEAD /health HTTP/1.0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\nGET ");
        RequestHead head = head("/health");
        assertEquals(Outcome.HEALTH, head.read(in));
        assertTrue(head.isHead());
        assertTrue(head.isHttp10());
        assertFalse(head.isPartial());
        assertEquals(Outcome.INFO, head.read(in));
        assertFalse(head.isHead());
        assertFalse(head.isHttp10());
        assertNull(head.read(in));
        assertTrue(head.isPartial());
    }

    @Test
    void nothingOfOneRequestColoursTheNext() {
        ByteBuf in = buffer(bytes("GET /health HTTP/1.1¶Host: a¶Connection: close¶Content-Length: 1¶¶"
                + "GET /health HTTP/1.1¶Host: a¶Content-Length: 0¶¶"));
        RequestHead head = head("/health");
        head.read(in);
        assertEquals(Outcome.HEALTH, head.read(in));
        assertTrue(head.keepsAlive());
    }

    @Test
    void aRequestLineMayBe4096BytesLong() {
        assertEquals(Outcome.NOT_FOUND, feed(head("/health"), requestLine(4096) + "\r\n\r\n", 100));
        assertEquals(Outcome.URI_TOO_LONG, feed(head("/health"), requestLine(4097) + "\r\n\r\n", 100));
        assertEquals(Outcome.URI_TOO_LONG, feed(head("/health"), "G".repeat(5000), 100));
    }

    @Test
    void allHeadersTogetherMayBe8192BytesLong() {
        String ok = "GET /health HTTP/1.1\r\n" + headers(8192) + "\r\n";
        String tooLong = "GET /health HTTP/1.1\r\n" + headers(8193) + "\r\n";
        assertEquals(Outcome.HEALTH, feed(head("/health"), ok, 100));
        assertEquals(Outcome.HEADERS_TOO_LARGE, feed(head("/health"), tooLong, 100));
        assertEquals(
                Outcome.HEADERS_TOO_LARGE,
                feed(head("/health"), "GET /health HTTP/1.1\r\nX: " + "y".repeat(9000), 100));
    }

    @Test
    void theHealthPathWinsOverTheInfoPages() {
        assertEquals(Outcome.HEALTH, feed(head("/"), "GET /?x HTTP/1.1\r\n\r\n", 99));
        assertEquals(Outcome.HEALTH, feed(head("/"), "GET http://a HTTP/1.1\r\n\r\n", 99));
        assertEquals(Outcome.INFO, feed(head("/"), "GET /_info HTTP/1.1\r\n\r\n", 99));
        assertEquals(Outcome.HEALTH, feed(head("/_info"), "GET /_info HTTP/1.1\r\n\r\n", 99));
        assertEquals(Outcome.INFO, feed(head("/_info"), "GET / HTTP/1.1\r\n\r\n", 99));
    }

    @Test
    void aHealthPathThatCannotStandOnARequestLineIsMatchedPercentEncoded() {
        assertEquals(Outcome.HEALTH, feed(head("/is it \u00fcp?"), "GET /is%20it%20%C3%BCp%3F HTTP/1.1\r\n\r\n", 99));
        assertEquals(Outcome.HEALTH, feed(head("/a%20b"), "GET /a%20b HTTP/1.1\r\n\r\n", 99));
    }

    private static RequestHead head(String healthPath) {
        return new RequestHead(RequestHead.encode(healthPath));
    }

    private static Outcome feed(RequestHead head, String bytes, int step) {
        ByteBuf in = Unpooled.buffer();
        for (int i = 0; i < bytes.length(); i += step) {
            in.discardReadBytes();
            in.writeCharSequence(bytes.substring(i, Math.min(bytes.length(), i + step)), ISO_8859_1);
            Outcome outcome = head.read(in);
            if (outcome != null) {
                return outcome;
            }
        }
        return null;
    }

    private static String bytes(String written) {
        String lines = written.replace("¶", "\r\n")
                .replace("~", " ")
                .replace("\\n", "\n")
                .replace("\\r", "\r");
        return HEX.matcher(lines).replaceAll(hex -> String.valueOf((char) Integer.parseInt(hex.group(1), 16)));
    }

    private static ByteBuf buffer(String bytes) {
        return Unpooled.copiedBuffer(bytes, ISO_8859_1);
    }

    private static String requestLine(int length) {
        return "GET /" + "x".repeat(length - 14) + " HTTP/1.1";
    }

    private static String headers(int length) {
        return "X: " + "y".repeat(length - 5) + "\r\n";
    }
}
