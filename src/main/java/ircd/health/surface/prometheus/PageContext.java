package ircd.health.surface.prometheus;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A path of {@link PageServer} and who answers it. */
final class PageContext extends HttpContext {
    private final PageServer server;
    private final String path;
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final List<Filter> filters = new CopyOnWriteArrayList<>();
    private volatile @Nullable HttpHandler handler;

    PageContext(PageServer server, String path) {
        this.server = requireNonNull(server, "server is null");
        this.path = requireNonNull(path, "path is null");
    }

    @Override
    public @Nullable HttpHandler getHandler() {
        return handler;
    }

    @Override
    public void setHandler(HttpHandler newHandler) {
        handler = requireNonNull(newHandler, "newHandler is null");
    }

    @Override
    public String getPath() {
        return path;
    }

    @Override
    public HttpServer getServer() {
        return server;
    }

    @Override
    public Map<String, Object> getAttributes() {
        return attributes;
    }

    @Override
    public List<Filter> getFilters() {
        return filters;
    }

    /** @throws UnsupportedOperationException always: who must not see the page must not reach the port */
    @Override
    public Authenticator setAuthenticator(@Nullable Authenticator authenticator) {
        throw new UnsupportedOperationException("no authentication here");
    }

    @Override
    public @Nullable Authenticator getAuthenticator() {
        return null;
    }
}
