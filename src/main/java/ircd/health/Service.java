package ircd.health;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import ircd.health.check.HostCheck;
import ircd.health.kernel.Clock;
import ircd.health.kernel.SocketTable;
import ircd.health.state.EndpointStats;
import ircd.health.state.Health;
import ircd.health.state.HealthBean;
import ircd.health.state.Poller;
import ircd.health.state.Transition;
import ircd.health.surface.http.EndpointSettings;
import ircd.health.surface.http.PublicEndpoint;
import ircd.health.surface.jfr.CertificateReloadEvent;
import ircd.health.surface.jfr.PollEvent;
import ircd.health.surface.jfr.TransitionEvent;
import ircd.health.surface.jmx.JmxSurface;
import ircd.health.surface.jmx.remote.RemoteJmx;
import ircd.health.surface.page.StatusPage;
import ircd.health.surface.prometheus.MetricsServer;
import ircd.health.surface.systemd.Notifier;
import ircd.health.tls.CertificateReloader;
import ircd.health.tls.KeyMaterial;
import ircd.health.tls.KeyMaterialException;
import ircd.health.tls.PemFiles;
import ircd.health.tls.Swap;
import ircd.health.tls.TlsSockets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import org.jspecify.annotations.Nullable;

/** The running whole: starts poller and surfaces, and closes them in reverse order. */
final class Service implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Service.class.getName());

    private static final Duration HANDSHAKE_DEADLINE = Duration.ofSeconds(5);
    private static final Duration HEADER_DEADLINE = Duration.ofSeconds(5);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    private final Config config;
    private final Closers closers = new Closers();
    private final Housekeeping housekeeping = new Housekeeping();
    private final EndpointStats stats = new EndpointStats();
    private final List<String> description = new ArrayList<>();
    private Consumer<String> drain = reason -> {};

    private Service(Config config) {
        this.config = config;
    }

    /**
     * Starts everything, or nothing: what had been started is closed again if something cannot.
     *
     * @param server where the MXBeans are registered
     * @param environment what a service manager has told this process; empty for a guest, whose host it has told
     * @throws StartException in one line, what is wrong and what to do
     */
    static Service start(Config config, MBeanServer server, Map<String, String> environment) throws StartException {
        Service service = new Service(config);
        boolean started = false;
        try {
            service.start(server, environment);
            started = true;
            return service;
        } finally {
            if (!started) {
                service.close();
            }
        }
    }

    private void start(MBeanServer server, Map<String, String> environment) throws StartException {
        KeyMaterial keyMaterial = keyMaterial();
        Health health = new Health(Clock.SYSTEM, config.judging().rules(), config.freshFor(), config.maintenanceFile());
        HostCheck check = closers.add(hostCheck());
        Poller poller =
                closers.add(new Poller(check::observe, health, config.live(), config.pollInterval(), Clock.SYSTEM));

        // Whatever can fail comes first: a start that fails has said nothing yet, and has not touched the daemon.
        JmxSurface jmx = closers.add(new JmxSurface(server));
        register(() -> jmx.register(health, new HealthBean(health, poller::pollNow, Version.TEXT)));
        register(() -> jmx.register(stats));
        Descriptors descriptors = Descriptors.of(ManagementFactory.getOperatingSystemMXBean());
        int connections = descriptors.connections(config.endpoint().maxConnections());
        PublicEndpoint endpoint = publicEndpoint(keyMaterial, poller, connections);
        TlsSockets jmxTls = keyMaterial == null || config.jmx() == null ? null : tlsSockets(keyMaterial);
        CertificateReloader reloader = keyMaterial == null ? null : reloader(keyMaterial, swap(endpoint, jmxTls));
        MetricsServer metrics = metricsServer(health, reloader);
        if (reloader != null) {
            register(() -> jmx.register(reloader));
        }
        RemoteJmx remote =
                config.jmx() == null ? null : closers.add(RemoteJmxStart.start(config.jmx(), jmxTls, server));

        sayWhatRuns(endpoint, metrics);
        if (connections < config.endpoint().maxConnections()) {
            warn("--max-connections " + config.endpoint().maxConnections() + ": this process may have "
                    + descriptors.limit() + " files open, so that " + connections
                    + " connections are taken; ulimit -n, or LimitNOFILE= in a systemd unit, allows more");
        }
        if (config.jmx() != null && remote != null) {
            say(RemoteJmxStart.describe(config.jmx(), remote, jmxTls != null));
        }
        health.onTransition(Service::log);
        health.onTransition(TransitionEvent::commit);
        health.onPoll(PollEvent::commit);
        closers.add(housekeeping);
        housekeeping.every(config.pollInterval(), health::expire);
        if (reloader != null) {
            reloader.onOutcome(CertificateReloadEvent::commit);
            housekeeping.every(
                    config.endpoint().reloadCheckInterval(),
                    () -> reloader.check(InstantSource.system().instant()));
        }
        Optional<Notifier> notifier = Notifier.start(environment, config.longestSilence(), health);
        notifier.ifPresent(closers::add);
        drain = reason -> {
            health.drainForGood(reason);
            endpoint.finishConnections();
            notifier.ifPresent(manager -> manager.ending(config.endpoint().drain()));
        };
        poller.start();
        // Ready is who has polled: systemctl start need not wait for an interval, as the first poll in live mode would.
        notifier.ifPresent(manager -> poller.ask(state -> {}));
    }

    /** To be started, or to be run by a thread that has nothing else to do, until the service is closed. */
    Housekeeping housekeeping() {
        return housekeeping;
    }

    /** After each flood; for a service that has the process to itself, before its housekeeping begins. */
    void giveMemoryBack() {
        SpareMemory memory = new SpareMemory(stats::connectionsAccepted);
        housekeeping.every(SpareMemory.INTERVAL, memory::look);
    }

    private void sayWhatRuns(PublicEndpoint endpoint, @Nullable MetricsServer metrics) {
        config.warnings().forEach(this::warn);
        say("ircd-health " + Version.TEXT + " judges " + describe(config.judging()));
        String scheme = config.endpoint().cert() == null ? "http" : "https";
        HostPort listen = config.endpoint().listen();
        say("listening on " + url(scheme, listen, endpoint.address())
                + config.endpoint().healthPath() + " (" + endpoint.transport() + ")");
        String failure = endpoint.nativeFailure();
        if (failure != null) {
            warn("the native libraries cannot be loaded (" + failure
                    + "): the JDK's sockets and TLS take their place,"
                    + " at a higher cost; where " + System.getProperty("java.io.tmpdir")
                    + " cannot be written or is mounted noexec, -Djava.io.tmpdir names another directory");
        }
        HostPort metricsListen = config.metrics().listen();
        if (metrics != null && metricsListen != null) {
            String url = url("http", metricsListen, metrics.address());
            say("metrics on " + url + "/metrics");
            say("a page for people on " + url + "/");
        }
    }

    private void say(String line) {
        LOG.log(INFO, line);
        description.add(line);
    }

    private void warn(String line) {
        LOG.log(WARNING, line);
        description.add("warning: " + line);
    }

    /** What runs and where, and what of it does not, in the lines of the log. */
    List<String> description() {
        return List.copyOf(description);
    }

    private HostCheck hostCheck() throws StartException {
        Config.Judging judging = config.judging();
        requireProcNet(judging.procNet());
        boolean supported = SocketTable.isSupported(judging.procNet());
        if (!supported) {
            warn("this system has no /proc/net/tcp: server links cannot be seen and never count,"
                    + " and the client port is judged by its connect alone");
        }
        return new HostCheck(judging.client(), judging.s2s(), supported ? new SocketTable(judging.procNet()) : null);
    }

    /** One that was asked for. Without /proc/net, as in a bare chroot, what the tables would tell is not known. */
    private static void requireProcNet(Path procNet) throws StartException {
        if (Files.notExists(procNet) && !procNet.equals(Path.of(new Options().procNet))) {
            throw new StartException(
                    "--proc-net " + procNet + ": there is no such directory; has the process of that number ended?");
        }
    }

    private @Nullable KeyMaterial keyMaterial() throws StartException {
        Path cert = config.endpoint().cert();
        Path key = config.endpoint().key();
        if (cert == null && key == null) {
            return null;
        }
        if (cert == null || key == null) {
            throw new StartException((cert == null ? "--key without --cert" : "--cert without --key")
                    + ": give both for HTTPS, or --allow-http alone for plain HTTP");
        }
        try {
            return PemFiles.read(cert, key);
        } catch (KeyMaterialException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
    }

    private PublicEndpoint publicEndpoint(@Nullable KeyMaterial keyMaterial, Poller poller, int connections)
            throws StartException {
        Config.Endpoint settings = config.endpoint();
        InetSocketAddress address = settings.listen().resolve();
        try {
            return closers.add(PublicEndpoint.start(
                    new EndpointSettings(
                            address,
                            settings.healthPath(),
                            config.live() ? "live" : "cached",
                            connections,
                            settings.maxConnectionsPerIp(),
                            HANDSHAKE_DEADLINE,
                            HEADER_DEADLINE,
                            IDLE_TIMEOUT,
                            true,
                            true),
                    keyMaterial,
                    poller,
                    stats));
        } catch (IOException e) {
            throw new StartException("--listen " + settings.listen() + ": " + BindFailure.explain(address, e));
        }
    }

    private static TlsSockets tlsSockets(KeyMaterial served) throws StartException {
        try {
            return new TlsSockets(served);
        } catch (GeneralSecurityException e) {
            throw new StartException("--cert: remote JMX cannot use the certificate: " + e.getMessage());
        }
    }

    /** A new pair goes to all listeners or to none. */
    private static Swap swap(PublicEndpoint endpoint, @Nullable TlsSockets jmxTls) {
        return pair -> {
            Runnable swapJmx = jmxTls == null ? () -> {} : jmxTls.prepare(pair);
            endpoint.replaceCertificate(pair);
            swapJmx.run();
        };
    }

    private CertificateReloader reloader(KeyMaterial served, Swap swap) {
        return new CertificateReloader(
                requireNonNull(config.endpoint().cert()),
                requireNonNull(config.endpoint().key()),
                served,
                swap,
                System.getLogger(CertificateReloader.class.getName()),
                InstantSource.system());
    }

    private @Nullable MetricsServer metricsServer(Health health, @Nullable CertificateReloader reloader)
            throws StartException {
        HostPort listen = config.metrics().listen();
        if (listen == null) {
            return null;
        }
        InetSocketAddress address = listen.resolve();
        try {
            StatusPage page = new StatusPage(
                    health, stats, reloader == null ? null : reloader::status, Version.TEXT, Clock.SYSTEM);
            return closers.add(MetricsServer.start(address, health, stats, reloader, Version.TEXT, Map.of("/", page)));
        } catch (IOException e) {
            if (config.metrics().askedFor()) {
                throw new StartException("--metrics-listen " + listen + ": " + BindFailure.explain(address, e));
            }
            warn("no metrics: " + listen + ": " + BindFailure.explain(address, e)
                    + "; --metrics-listen names another port");
            return null;
        }
    }

    /** As it was asked for, with the port that was taken where any would do. */
    private static String url(String scheme, HostPort listen, InetSocketAddress bound) {
        return scheme + "://" + new HostPort(listen.host(), bound.getPort());
    }

    private static String describe(Config.Judging judging) {
        return "clients on "
                + new HostPort(judging.client().host(), judging.client().port()) + ", server links on "
                + (judging.s2s().ports().isEmpty()
                        ? "no port (client-only)"
                        : judging.s2s().ports().inWords());
    }

    private static void log(Transition transition) {
        LOG.log(transition.to() ? INFO : WARNING, transition.toString());
    }

    private interface Registration {
        void run() throws JMException;
    }

    private static void register(Registration registration) throws StartException {
        try {
            registration.run();
        } catch (InstanceAlreadyExistsException e) {
            throw new StartException("ircd-health runs in this JVM already: " + e.getMessage() + " is registered");
        } catch (JMException e) {
            throw new StartException("JMX: " + e.getMessage());
        }
    }

    /**
     * Before the end: 503 from now on, each on a connection that is then closed; all else goes on as it was.
     *
     * @param reason for the log and for JMX
     */
    void drain(String reason) {
        drain.accept(reason);
    }

    /** Ends it within two seconds. */
    @Override
    public void close() {
        closers.close();
    }
}
