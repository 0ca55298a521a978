package ircd.health.surface.prometheus;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.util.Map;

/** Lets GET on {@code /metrics} pass, GET and HEAD on other pages to theirs, and answers everything else itself. */
final class MetricsFilter extends Filter {
    private static final int NO_BODY = -1;

    private final Map<String, HttpHandler> pages;

    /** @param pages what answers GET and HEAD on a path */
    MetricsFilter(Map<String, HttpHandler> pages) {
        this.pages = Map.copyOf(pages);
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        HttpHandler page = pages.get(path);
        if (page == null && !path.equals("/metrics")) {
            answer(exchange, 404);
        } else if (page != null && (method.equals("GET") || method.equals("HEAD"))) {
            page.handle(exchange);
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
    }

    @Override
    public String description() {
        return "GET and HEAD only, on /metrics and the pages that there are";
    }
}
