package ircd.health.surface.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import ircd.health.kernel.Clock;
import ircd.health.state.EndpointStats;
import ircd.health.state.Health;
import ircd.health.state.Snapshot;
import ircd.health.tls.CertificateStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers GET and HEAD by address or as localhost, see {@link HostName}, with the state as a page for people; whoever owns the path lets nothing else through. It has
 * addresses and reasons in it: for inside only. Judges nothing.
 */
public final class StatusPage implements HttpHandler {
    private static final int REFRESH_SECONDS = 5;
    private static final int NO_BODY = -1;
    /** RFC 9110 section 15.5.20. */
    private static final int MISDIRECTED = 421;

    private final Health health;
    private final EndpointStats stats;
    private final @Nullable Supplier<CertificateStatus> certificate;
    private final String version;
    private final Clock clock;
    private final Instant since;

    /** @param certificate the public endpoint's; null if it has none */
    public StatusPage(
            Health health,
            EndpointStats stats,
            @Nullable Supplier<CertificateStatus> certificate,
            String version,
            Clock clock) {
        this.health = requireNonNull(health, "health is null");
        this.stats = requireNonNull(stats, "stats is null");
        this.certificate = certificate;
        this.version = requireNonNull(version, "version is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.since = clock.now().wall();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (HostName.isForeign(exchange.getRequestHeaders().getFirst("Host"))) {
            byte[] wayOut = "Open this page by the address of its host, or as localhost.\n".getBytes(UTF_8);
            exchange.sendResponseHeaders(MISDIRECTED, wayOut.length);
            exchange.getResponseBody().write(wayOut);
            exchange.close();
            return;
        }
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/html; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("Content-Security-Policy", Page.CONTENT_SECURITY_POLICY);
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, NO_BODY);
        } else {
            boolean paused = Page.PAUSE.equals(exchange.getRequestURI().getRawQuery());
            byte[] page = render(paused ? 0 : REFRESH_SECONDS).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
        exchange.close();
    }

    String render(int refreshSeconds) {
        Snapshot snapshot = health.current();
        View view = new View(
                snapshot,
                health.maintenanceReason(snapshot),
                stats,
                certificate == null ? null : certificate.get(),
                version,
                since,
                clock.now(),
                refreshSeconds);
        return Page.render(view).toString();
    }
}
