package ircd.health.surface.prometheus;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/**
 * An HttpServer that somebody else may add handlers to and start, but not open wider: a filter stands before every
 * handler, and the executor stays.
 */
final class HardenedHttpServer extends HttpServer {
    private final HttpServer server;
    private final Filter filter;

    HardenedHttpServer(HttpServer server, Filter filter) {
        this.server = server;
        this.filter = filter;
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
        HttpContext context = createContext(path);
        context.setHandler(handler);
        return context;
    }

    @Override
    public HttpContext createContext(String path) {
        HttpContext context = server.createContext(path);
        context.getFilters().add(filter);
        return context;
    }

    @Override
    public void setExecutor(Executor executor) {
        // Simpleclient sets one that a few half-sent requests would hold for good.
    }

    @Override
    public Executor getExecutor() {
        return server.getExecutor();
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        server.bind(address, backlog);
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void stop(int delay) {
        server.stop(delay);
    }

    @Override
    public void removeContext(String path) {
        server.removeContext(path);
    }

    @Override
    public void removeContext(HttpContext context) {
        server.removeContext(context);
    }

    @Override
    public InetSocketAddress getAddress() {
        return server.getAddress();
    }
}
