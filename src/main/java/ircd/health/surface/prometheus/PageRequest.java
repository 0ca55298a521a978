package ircd.health.surface.prometheus;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request. A body is nobody's concern here: the connection ends with the answer, so that no byte after
 * the head can be taken for another request.
 */
record PageRequest(String method, URI uri, String protocol, Headers headers) {
    PageRequest {
        requireNonNull(method, "method is null");
        requireNonNull(uri, "uri is null");
        requireNonNull(protocol, "protocol is null");
        requireNonNull(headers, "headers is null");
    }

    /** Null for what is no HTTP/1 request with a path, or is cut off. */
    static @Nullable PageRequest parse(String head) {
        if (!head.endsWith("\r\n\r\n")) {
            return null;
        }
        String[] lines = head.split("\r\n", 0);
        String[] words = lines.length == 0 ? new String[0] : lines[0].split(" ", -1);
        if (words.length != 3 || words[0].isEmpty() || !words[2].startsWith("HTTP/1.")) {
            return null;
        }
        try {
            URI uri = new URI(words[1]);
            if (uri.getPath() == null) {
                return null;
            }
            Headers headers = new Headers();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                if (colon <= 0) {
                    return null;
                }
                headers.add(
                        lines[i].substring(0, colon),
                        lines[i].substring(colon + 1).strip());
            }
            return new PageRequest(words[0], uri, words[2], headers);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }
}
