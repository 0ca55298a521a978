package ircd.health.surface.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import ircd.health.state.EndpointStats;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests put together at random from pieces that matter, some of them damaged, cut up at random. */
@ExtendWith(QuietLog.class)
class NoiseTest {
    private static final int ROUNDS = 5_000;
    private static final List<String> METHODS = List.of("GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PRI", "");
    private static final List<String> TARGETS = List.of(
            "/health", "/health?x", "/", "/_info", "//health", "http://a/health", "*", "/#", "/" + "a".repeat(4090));
    private static final List<String> VERSIONS =
            List.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/1.1\r", "http/1.1", "");
    private static final List<String> HEADERS = List.of(
            "Host: a",
            "Host: a",
            "Connection: close",
            "Connection: keep-alive",
            "Content-Length: 0",
            "Content-Length: 7",
            "Transfer-Encoding: chunked",
            "Expect: 100-continue",
            "Upgrade: h2c",
            " folded",
            "X : y",
            "X: \u00e9\n",
            "X: " + "y".repeat(5000));
    private static final Pattern ANSWERS = Pattern.compile(
            "(HTTP/1\\.1 (200|400|404|405|414|431|503|505) [A-Za-z ]+\r\n(?:[A-Za-z-]+: [^\r\n]+\r\n)+\r\n(?:\\{[^}]*\\})?)*");

    private final Random random = new Random(4);

    @Test
    void whateverComesIsAnsweredWithTheKnownConstantsAndNoException() throws Exception {
        EndpointStats stats = new EndpointStats();
        Shared shared = new Shared(
                new Endpoints().settings(Way.NIO_PLAIN), false, answer -> answer.accept(Endpoints.UP), stats);
        for (int i = 0; i < ROUNDS; i++) {
            String request = request();
            String answers = exchange(shared, request);
            assertTrue(ANSWERS.matcher(answers).matches(), () -> escaped(request) + " -> " + answers);
        }
        assertEquals(0, stats.connectionsOpen());
        assertTrue(
                stats.requestsByCode().entrySet().stream()
                        .allMatch(count -> count.getKey().equals("503") || count.getValue() > 0),
                stats.requestsByCode()::toString);
    }

    /** One to three requests, one in eight with one octet changed. */
    private String request() {
        StringBuilder request = new StringBuilder();
        for (int requests = random.nextInt(3); requests >= 0; requests--) {
            request.append(any(METHODS) + " " + any(TARGETS) + " " + any(VERSIONS) + "\r\n");
            for (int headers = random.nextInt(4); headers > 0; headers--) {
                request.append(any(HEADERS)).append("\r\n");
            }
            request.append("\r\n");
        }
        if (random.nextInt(8) == 0) {
            request.setCharAt(random.nextInt(request.length()), (char) random.nextInt(256));
        }
        return request.toString();
    }

    private String any(List<String> pieces) {
        return pieces.get(random.nextInt(pieces.size()));
    }

    private String exchange(Shared shared, String request) throws Exception {
        EmbeddedChannel channel = new EmbeddedChannel();
        Admission.Slot slot = shared.admission.admit(channel, InetAddress.getLoopbackAddress());
        channel.pipeline().addLast(new Connection(shared, channel, slot, null));
        channel.pipeline().fireChannelActive();
        for (int from = 0; from < request.length() && channel.isOpen(); ) {
            int to = from + 1 + random.nextInt(request.length() - from);
            ByteBuf piece = channel.alloc().directBuffer(); // of the kind whose leaks are detected
            piece.writeCharSequence(request.substring(from, to), ISO_8859_1);
            channel.writeInbound(piece);
            from = to;
        }
        StringBuilder answers = new StringBuilder();
        for (ByteBuf answer = channel.readOutbound(); answer != null; answer = channel.readOutbound()) {
            answers.append(answer.toString(ISO_8859_1));
        }
        channel.finishAndReleaseAll();
        return answers.toString();
    }

    private static String escaped(String request) {
        return request.replace("\r", "\\r").replace("\n", "\\n");
    }
}
