package ircd.health.surface.http;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import ircd.health.verdict.PublicState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * Every answer there is, made once: status line, headers and body in one direct buffer, so that answering is one write
 * of memory that is already there. The buffers belong to no pool, are never released and never written to again.
 */
final class Answers {
    private static final int VARIANTS = 6;
    private static final int STATES = 16;

    private final ByteBuf[][] health = new ByteBuf[STATES][];
    private final Map<Outcome, ByteBuf[]> others = new EnumMap<>(Outcome.class);

    Answers(EndpointSettings settings, boolean https) {
        for (int i = 0; i < STATES; i++) {
            PublicState state = new PublicState((i & 8) != 0, (i & 4) != 0, (i & 2) != 0, (i & 1) != 0);
            health[i] = state.routable()
                    ? variants("200 OK", "", state.toJson())
                    : variants("503 Service Unavailable", "Retry-After: 5\r\n", state.toJson());
        }
        for (Outcome outcome : Outcome.values()) {
            String allow = outcome == Outcome.METHOD_NOT_ALLOWED ? "Allow: GET, HEAD\r\n" : "";
            String body = outcome == Outcome.INFO ? Json.info(settings, https) : "{}";
            others.put(outcome, variants(outcome.status + " " + outcome.phrase, allow, body));
        }
    }

    /** Shared by all connections, which read duplicates of it. */
    ByteBuf health(PublicState state, RequestHead request, boolean keepAlive) {
        int index = (state.clientValid() ? 8 : 0)
                | (state.s2sValid() ? 4 : 0)
                | (state.routable() ? 2 : 0)
                | (state.warm() ? 1 : 0);
        return health[index][variant(request, keepAlive)];
    }

    /** For every outcome that has a status of its own; shared, too. */
    ByteBuf of(Outcome outcome, RequestHead request, boolean keepAlive) {
        return requireNonNull(others.get(outcome))[variant(request, keepAlive)];
    }

    private static int variant(RequestHead request, boolean keepAlive) {
        int connection = keepAlive ? (request.isHttp10() ? 1 : 2) : 0;
        return connection * 2 + (request.isHead() ? 1 : 0);
    }

    private static ByteBuf[] variants(String status, String extra, String body) {
        ByteBuf[] variants = new ByteBuf[VARIANTS];
        String[] connection = {"Connection: close\r\n", "Connection: keep-alive\r\n", ""};
        for (int i = 0; i < VARIANTS; i++) {
            variants[i] = constant("HTTP/1.1 " + status + "\r\n"
                    + "Content-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n"
                    + "Cache-Control: no-store\r\n"
                    + "X-Content-Type-Options: nosniff\r\n"
                    + extra
                    + connection[i / 2]
                    + "\r\n"
                    + (i % 2 == 0 ? body : ""));
        }
        return variants;
    }

    private static ByteBuf constant(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer memory = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(memory));
    }
}
