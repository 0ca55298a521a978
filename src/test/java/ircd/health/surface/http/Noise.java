package ircd.health.surface.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Random;

/** Inputs for {@link ConnectionFuzzTest}: one to three requests each, in one of eight one octet changed. */
final class Noise {
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

    private final Random random;

    Noise(Random random) {
        this.random = random;
    }

    byte[] next() {
        StringBuilder input = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            input.append((char) random.nextInt(256));
        }
        int start = input.length();
        for (int requests = random.nextInt(3); requests >= 0; requests--) {
            input.append(any(METHODS) + " " + any(TARGETS) + " " + any(VERSIONS) + "\r\n");
            for (int headers = random.nextInt(4); headers > 0; headers--) {
                input.append(any(HEADERS)).append("\r\n");
            }
            input.append("\r\n");
        }
        if (random.nextInt(8) == 0) {
            input.setCharAt(start + random.nextInt(input.length() - start), (char) random.nextInt(256));
        }
        return input.toString().getBytes(ISO_8859_1);
    }

    private String any(List<String> pieces) {
        return pieces.get(random.nextInt(pieces.size()));
    }
}
