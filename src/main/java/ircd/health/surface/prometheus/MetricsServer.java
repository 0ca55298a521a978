package ircd.health.surface.prometheus;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpHandler;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer;
import io.prometheus.client.hotspot.DefaultExports;
import ircd.health.state.EndpointStats;
import ircd.health.state.Health;
import ircd.health.tls.CertificateReloader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Serves {@code /metrics}, and other pages that it is given, over plain HTTP; meant for inside. */
public final class MetricsServer implements AutoCloseable {
    private final HTTPServer server;
    private final InetSocketAddress address;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MetricsServer(HTTPServer server, InetSocketAddress address) {
        this.server = server;
        this.address = address;
    }

    /** Serves {@code /metrics} and nothing else; see the other. */
    public static MetricsServer start(
            InetSocketAddress listen,
            Health health,
            EndpointStats stats,
            @Nullable CertificateReloader certificate,
            String version)
            throws IOException {
        return start(listen, health, stats, certificate, version, Map.of());
    }

    /**
     * Listens, and answers until it is closed.
     *
     * @param certificate the public endpoint's; null if it has none
     * @param pages what else is to be had by GET and HEAD, by its path
     * @throws IOException if the address cannot be listened on; the message says why in a few words for the user
     */
    public static MetricsServer start(
            InetSocketAddress listen,
            Health health,
            EndpointStats stats,
            @Nullable CertificateReloader certificate,
            String version,
            Map<String, HttpHandler> pages)
            throws IOException {
        HealthCollector collector =
                new HealthCollector(health, stats, certificate == null ? null : certificate::status, version);
        return start(listen, registryOf(collector), PageServer.Limits.DEFAULT, pages);
    }

    /** A registry of its own, never the default one, which may be somebody else's in a JVM whose guest we are. */
    static CollectorRegistry registryOf(HealthCollector collector) {
        CollectorRegistry registry = new CollectorRegistry();
        collector.register(registry);
        DefaultExports.register(registry); // the JVM's and the process's
        return registry;
    }

    static MetricsServer start(InetSocketAddress listen, CollectorRegistry registry, PageServer.Limits limits)
            throws IOException {
        return start(listen, registry, limits, Map.of());
    }

    private static MetricsServer start(
            InetSocketAddress listen,
            CollectorRegistry registry,
            PageServer.Limits limits,
            Map<String, HttpHandler> pages)
            throws IOException {
        requireNonNull(registry, "registry is null");
        loadStockServer();
        PageServer bound = PageServer.bind(listen, limits, new MetricsFilter(pages));
        try {
            HTTPServer server = new HTTPServer.Builder()
                    .withHttpServer(bound)
                    .withRegistry(registry)
                    .withDaemonThreads(true)
                    // When a counter began to count is known to Prometheus; the series would only double its work.
                    .withSampleNameFilter(name -> !name.endsWith("_created"))
                    .build();
            return new MetricsServer(server, bound.getAddress());
        } catch (IOException | RuntimeException e) {
            bound.stop(0);
            throw e;
        }
    }

    /**
     * The class initializer of HTTPServer sets two deadlines of the JDK's HttpServer as system properties, for every
     * HttpServer of the JVM, also those of a JVM whose guest we are. So it runs here, and they are taken back. The JDK
     * reads them once, at its first HttpServer; ours is none of its.
     */
    private static void loadStockServer() {
        List<String> unset = List.of("sun.net.httpserver.maxReqTime", "sun.net.httpserver.maxRspTime").stream()
                .filter(property -> System.getProperty(property) == null)
                .toList();
        try {
            Class.forName(HTTPServer.class.getName(), true, MetricsServer.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        } finally {
            unset.forEach(System::clearProperty);
        }
    }

    /** Where it listens: with the port that was taken if 0 was asked for. */
    public InetSocketAddress address() {
        return address;
    }

    /** Ends at once, also what is being answered. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.close();
        }
    }
}
