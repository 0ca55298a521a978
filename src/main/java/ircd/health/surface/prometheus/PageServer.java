package ircd.health.surface.prometheus;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An HttpServer that no client can hold, made to be handed to somebody else who adds handlers and starts it: a filter
 * stands before every handler, and {@link PageLoop}, a single thread that never blocks on a client, does all the work.
 * The JDK's own reads and writes blocking, and neither bounds nor times out connections that say nothing.
 */
final class PageServer extends HttpServer {
    /** As large as the kernel lets it be (net.core.somaxconn): a connect that finds it full is tried again after 1 s. */
    private static final int ACCEPT_BACKLOG = 4096;

    /**
     * @param connections at one time; beyond them the oldest is closed
     * @param deadline for one connection, from its acceptance to its end
     */
    record Limits(int connections, Duration deadline) {
        static final Limits DEFAULT = new Limits(256, Duration.ofSeconds(5));

        Limits {
            requireNonNull(deadline, "deadline is null");
        }
    }

    private final InetSocketAddress address;
    private final PageLoop loop;
    private final Filter filter;
    private final Map<String, PageContext> contexts = new ConcurrentSkipListMap<>();
    private @Nullable Thread thread;

    private PageServer(ServerSocketChannel listener, Selector selector, Limits limits, Filter filter)
            throws IOException {
        this.address = (InetSocketAddress) listener.getLocalAddress();
        this.loop = new PageLoop(listener, selector, limits, new Answerer(this::contextOf));
        this.filter = requireNonNull(filter, "filter is null");
    }

    /** Listens; nothing is accepted before {@link #start()}. */
    static PageServer bind(InetSocketAddress listen, Limits limits, Filter filter) throws IOException {
        if (listen.isUnresolved()) {
            throw new UnknownHostException("unknown host"); // the JDK throws a RuntimeException
        }
        Selector selector = Selector.open();
        try {
            ServerSocketChannel listener = ServerSocketChannel.open();
            try {
                listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                listener.bind(listen, ACCEPT_BACKLOG);
                listener.configureBlocking(false);
                listener.register(selector, SelectionKey.OP_ACCEPT);
                return new PageServer(listener, selector, limits, filter);
            } catch (IOException | RuntimeException e) {
                listener.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e;
        }
    }

    /** The context with the longest path that the given one starts with. */
    private @Nullable PageContext contextOf(String path) {
        PageContext longest = null;
        for (PageContext context : contexts.values()) { // in the order of their paths: the longer one comes later
            if (path.startsWith(context.getPath())) {
                longest = context;
            }
        }
        return longest;
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
        HttpContext context = createContext(path);
        context.setHandler(handler);
        return context;
    }

    @Override
    public HttpContext createContext(String path) {
        PageContext context = new PageContext(this, path);
        context.getFilters().add(filter);
        if (contexts.putIfAbsent(path, context) != null) {
            throw new IllegalArgumentException("there is a context for " + path);
        }
        return context;
    }

    @Override
    public void removeContext(String path) {
        if (contexts.remove(path) == null) {
            throw new IllegalArgumentException("no context for " + path);
        }
    }

    @Override
    public void removeContext(HttpContext context) {
        removeContext(context.getPath());
    }

    /** @throws IOException always: it is bound from the start */
    @Override
    public void bind(InetSocketAddress other, int backlog) throws IOException {
        throw new IOException("bound to " + address);
    }

    @Override
    public InetSocketAddress getAddress() {
        return address;
    }

    @Override
    public synchronized void start() {
        if (thread != null) {
            throw new IllegalStateException("started before");
        }
        Thread started = new Thread(null, loop, "ircd-health-metrics", 0, false);
        started.setDaemon(true);
        started.setContextClassLoader(null); // a host's would be held for good
        thread = started;
        started.start();
    }

    /** Ends at once, also what is being answered; blocks until the port is free. */
    @Override
    public synchronized void stop(int delay) {
        loop.end();
        if (thread == null) {
            loop.run(); // which only closes, now
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the port is free a moment later
        }
    }

    /** Does nothing: there is one thread, whatever simpleclient would like to have. */
    @Override
    public void setExecutor(Executor executor) {}

    @Override
    public @Nullable Executor getExecutor() {
        return null;
    }
}
