package ircd.health.surface.prometheus;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;

/** Lets GET on {@code /metrics} pass and answers everything else itself. */
final class MetricsFilter extends Filter {
    private static final int NO_BODY = -1;

    private final Runnable requestRead;

    /** @param requestRead called on the exchange's thread as soon as the head of the request is there */
    MetricsFilter(Runnable requestRead) {
        this.requestRead = requestRead;
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        requestRead.run();
        String method = exchange.getRequestMethod();
        if (!exchange.getRequestURI().getPath().equals("/metrics")) {
            answer(exchange, 404);
        } else if (method.equals("GET")) {
            chain.doFilter(exchange);
        } else if (method.equals("HEAD")) {
            // Without a Content-Length, which may be left out; the handler would write a body that must not be.
            String accept = exchange.getRequestHeaders().getFirst("Accept");
            exchange.getResponseHeaders().set("Content-Type", TextFormat.chooseContentType(accept));
            answer(exchange, 200);
        } else {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            answer(exchange, 405);
        }
    }

    private static void answer(HttpExchange exchange, int code) throws IOException {
        exchange.sendResponseHeaders(code, NO_BODY);
        exchange.close();
    }

    @Override
    public String description() {
        return "GET and HEAD on /metrics only";
    }
}
