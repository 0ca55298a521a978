package ircd.health.surface.http;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The endpoint's constants, written down a second time: with the health path /health, in cached mode. */
final class KnownAnswers {
    static final String UP_BODY = "{\"clientValid\": true, \"s2sValid\": true, \"routable\": true, \"warm\": true}";
    static final String DOWN_BODY =
            "{\"clientValid\": true, \"s2sValid\": false, \"routable\": false, \"warm\": false}";

    /** Header fields beside the constant ones. */
    static final String CLOSE = "Connection: close\r\n";

    static final String KEEP_ALIVE = "Connection: keep-alive\r\n";

    private static final Map<String, String> PHRASES = Map.of(
            "400", "Bad Request",
            "404", "Not Found",
            "405", "Method Not Allowed",
            "414", "URI Too Long",
            "431", "Request Header Fields Too Large",
            "505", "HTTP Version Not Supported");
    private static final String NO_BODY = ", no body";

    private KnownAnswers() {}

    /** @param more header fields beside the constant ones, each with its CRLF */
    static String answer(String status, String body, String more) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n" + more + "\r\n" + body;
    }

    /** @param words {@code 200 health}, {@code 200 info}, or the code of an error; with {@code , no body} for HEAD */
    static String named(String words, boolean https, String connection) {
        if (words.endsWith(NO_BODY)) {
            String whole = named(words.substring(0, words.length() - NO_BODY.length()), https, connection);
            return whole.substring(0, whole.indexOf("\r\n\r\n") + 4);
        }
        return switch (words) {
            case "200 health" -> answer("200 OK", UP_BODY, connection);
            case "200 info" -> answer("200 OK", info(https), connection);
            case "503" -> answer("503 Service Unavailable", DOWN_BODY, "Retry-After: 5\r\n" + connection);
            default -> error(words, connection);
        };
    }

    private static String error(String code, String connection) {
        if (!PHRASES.containsKey(code)) {
            throw new IllegalArgumentException("no such answer: " + code);
        }
        String allow = code.equals("405") ? "Allow: GET, HEAD\r\n" : "";
        return answer(code + " " + PHRASES.get(code), "{}", allow + connection);
    }

    private static String info(boolean https) {
        return "{\"name\": \"ircd-web-health\", \"healthPath\": \"/health\", \"mode\": \"cached\", \"https\": " + https
                + "}";
    }

    /** Every answer there is, of a source that says {@link Endpoints#UP} or {@link Endpoints#DOWN}, over plain HTTP. */
    static Set<String> all() {
        Set<String> all = new HashSet<>();
        Set<String> words = new HashSet<>(PHRASES.keySet());
        words.addAll(List.of("200 health", "200 info", "503"));
        for (String word : words) {
            for (String connection : List.of("", CLOSE, KEEP_ALIVE)) {
                all.add(named(word, false, connection));
                all.add(named(word + NO_BODY, false, connection));
            }
        }
        return all;
    }
}
