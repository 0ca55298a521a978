package ircd.health.surface.prometheus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request whose answer is collected in memory. It knows no connection, as equal requests share one answer: there are
 * no addresses, no body of the request, nobody's name, and no attribute.
 */
final class PageExchange extends HttpExchange {
    private final PageRequest request;
    private final PageContext context;
    private final Headers answerHeaders = new Headers();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int code = -1;

    PageExchange(PageRequest request, PageContext context) {
        this.request = requireNonNull(request, "request is null");
        this.context = requireNonNull(context, "context is null");
    }

    /** An answer without a body. */
    static byte[] without(int code) {
        return head(code, "Content-Length: 0\r\n").getBytes(ISO_8859_1);
    }

    private static String head(int code, String headers) {
        // The reason may be left empty (RFC 9112, section 4), and is read by nobody but people.
        String reason =
                switch (code) {
                    case 200 -> "OK";
                    case 400 -> "Bad Request";
                    case 404 -> "Not Found";
                    case 405 -> "Method Not Allowed";
                    case 500 -> "Internal Server Error";
                    default -> "";
                };
        return "HTTP/1.1 " + code + " " + reason + "\r\n" + headers + "Connection: close\r\n\r\n";
    }

    /** The whole answer, once the handler has returned. */
    byte[] toBytes() {
        if (code < 0) {
            throw new IllegalStateException("not answered: " + request.uri());
        }
        boolean toHead = request.method().equals("HEAD");
        if (!toHead) {
            answerHeaders.set("Content-Length", String.valueOf(body.size()));
        }
        StringBuilder lines = new StringBuilder();
        answerHeaders.forEach((name, values) -> values.forEach(
                value -> lines.append(name).append(": ").append(value).append("\r\n")));
        ByteArrayOutputStream answer = new ByteArrayOutputStream(body.size() + 512);
        answer.writeBytes(head(code, lines.toString()).getBytes(ISO_8859_1));
        if (!toHead) {
            answer.writeBytes(body.toByteArray());
        }
        return answer.toByteArray();
    }

    @Override
    public Headers getRequestHeaders() {
        return request.headers();
    }

    @Override
    public Headers getResponseHeaders() {
        return answerHeaders;
    }

    @Override
    public java.net.URI getRequestURI() {
        return request.uri();
    }

    @Override
    public String getRequestMethod() {
        return request.method();
    }

    @Override
    public String getProtocol() {
        return request.protocol();
    }

    @Override
    public HttpContext getHttpContext() {
        return context;
    }

    @Override
    public void sendResponseHeaders(int newCode, long ignoredLength) {
        code = newCode;
    }

    @Override
    public int getResponseCode() {
        return code;
    }

    @Override
    public OutputStream getResponseBody() {
        return body;
    }

    @Override
    public InputStream getRequestBody() {
        return InputStream.nullInputStream();
    }

    /** Does nothing: the answer goes out when the handler has returned. */
    @Override
    public void close() {}

    @Override
    public @Nullable InetSocketAddress getRemoteAddress() {
        return null;
    }

    @Override
    public @Nullable InetSocketAddress getLocalAddress() {
        return null;
    }

    @Override
    public @Nullable HttpPrincipal getPrincipal() {
        return null;
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return null;
    }

    @Override
    public void setAttribute(String name, Object value) {
        throw new UnsupportedOperationException("no attributes");
    }

    @Override
    public void setStreams(InputStream in, OutputStream out) {
        throw new UnsupportedOperationException("no other streams");
    }
}
