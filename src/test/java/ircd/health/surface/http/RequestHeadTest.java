package ircd.health.surface.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/** What is not in the table of src/docs/endpoint.md. */
class RequestHeadTest {
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
        ByteBuf in = buffer("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\n");
        in.writeCharSequence("GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", ISO_8859_1);
        RequestHead head = head("/health");
        head.read(in);
        assertEquals(Outcome.HEALTH, head.read(in));
        assertTrue(head.keepsAlive());
    }

    @Test
    void theHealthPathWinsOverTheInfoPages() {
        assertEquals(Outcome.HEALTH, feed(head("/"), "GET /?x HTTP/1.1\r\n\r\n"));
        assertEquals(Outcome.HEALTH, feed(head("/"), "GET http://a HTTP/1.1\r\n\r\n"));
        assertEquals(Outcome.INFO, feed(head("/"), "GET /_info HTTP/1.1\r\n\r\n"));
        assertEquals(Outcome.HEALTH, feed(head("/_info"), "GET /_info HTTP/1.1\r\n\r\n"));
        assertEquals(Outcome.INFO, feed(head("/_info"), "GET / HTTP/1.1\r\n\r\n"));
    }

    @Test
    void aHealthPathThatCannotStandOnARequestLineIsMatchedPercentEncoded() {
        assertEquals(Outcome.HEALTH, feed(head("/is it \u00fcp?"), "GET /is%20it%20%C3%BCp%3F HTTP/1.1\r\n\r\n"));
        assertEquals(Outcome.HEALTH, feed(head("/a%20b"), "GET /a%20b HTTP/1.1\r\n\r\n"));
    }

    private static RequestHead head(String healthPath) {
        return new RequestHead(RequestHead.encode(healthPath));
    }

    private static Outcome feed(RequestHead head, String bytes) {
        return head.read(buffer(bytes));
    }

    private static ByteBuf buffer(String bytes) {
        return Unpooled.copiedBuffer(bytes, ISO_8859_1);
    }
}
