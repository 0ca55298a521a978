package ircd.health.surface.jmx.remote;

import ircd.health.tls.TlsSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.rmi.AlreadyBoundException;
import java.rmi.NoSuchObjectException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.HashMap;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.rmi.ssl.SslRMIClientSocketFactory;
import org.jspecify.annotations.Nullable;

/** Serves an MBeanServer to JMX clients elsewhere. All of its threads are daemons of the RMI runtime's. */
public final class RemoteJmx implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RemoteJmx.class.getName());
    /** What JConsole looks for when it is given host and port. */
    private static final String NAME = "jmxrmi";

    /** Arguments of the calls of a JMX client, and of our operations: no type that could do more than hold a value. */
    private static final String ARGUMENTS = "maxdepth=10;maxrefs=2000;maxarray=1000;maxbytes=200000;"
            + "java.lang.String;java.lang.Object;java.lang.Number;java.lang.Boolean;java.lang.Character;"
            + "java.lang.Byte;java.lang.Short;java.lang.Integer;java.lang.Long;java.lang.Float;java.lang.Double;"
            + "java.rmi.MarshalledObject;java.util.ArrayList;java.util.Vector;javax.security.auth.Subject;"
            + "javax.management.ObjectName;javax.management.Attribute;javax.management.AttributeList;"
            + "javax.management.NotificationFilterSupport;javax.management.AttributeChangeNotificationFilter;"
            + "javax.management.relation.MBeanServerNotificationFilter;!*";

    private static final String CREDENTIALS = "maxarray=2;maxbytes=10000;java.lang.String;!*";

    private final OnePort port;
    private final Registry registry;
    private final RMIConnectorServer connector;

    private RemoteJmx(OnePort port, Registry registry, RMIConnectorServer connector) {
        this.port = port;
        this.registry = registry;
        this.connector = connector;
    }

    /**
     * Blocks until it listens.
     *
     * @param tls null: plain
     * @throws RemoteFileException when a file of the settings cannot be used; in one line, with the option
     * @throws IOException when the address cannot be listened on
     */
    public static RemoteJmx start(RemoteSettings settings, @Nullable TlsSockets tls, MBeanServer server)
            throws RemoteFileException, IOException {
        Map<String, Object> environment = environment(settings);
        OnePort port = new OnePort(settings.listen(), tls);
        try {
            RMIClientSocketFactory clients = tls == null ? null : new SslRMIClientSocketFactory();
            return start(settings, port, clients, environment, server);
        } catch (RemoteFileException | IOException | RuntimeException e) {
            port.close();
            throw e;
        }
    }

    private static RemoteJmx start(
            RemoteSettings settings,
            OnePort port,
            @Nullable RMIClientSocketFactory clients,
            Map<String, Object> environment,
            MBeanServer server)
            throws RemoteFileException, IOException {
        Logins logins = new Logins();
        AdvertisingServer rmi = new AdvertisingServer(port, clients, environment, settings.advertised(), logins);
        RMIConnectorServer connector = new RMIConnectorServer(
                new JMXServiceURL("rmi", settings.advertised(), port.number()), environment, rmi, server);
        connector.setMBeanServerForwarder(Guard.of(settings.accessFile() != null));
        connector.addNotificationListener(logins, null, null);
        Registry registry = LocateRegistry.createRegistry(port.number(), clients, port);
        RemoteJmx started = new RemoteJmx(port, registry, connector);
        try {
            startReadingRoles(connector, settings.accessFile());
            registry.bind(NAME, rmi.advertisedStub());
            return started;
        } catch (AlreadyBoundException e) {
            throw new IllegalStateException(e); // nobody else can bind in it
        } catch (RemoteFileException | IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /** The access file is read here, by the JDK, which throws what a reader would take for a fault of ours. */
    private static void startReadingRoles(RMIConnectorServer connector, @Nullable Path accessFile)
            throws RemoteFileException, IOException {
        try {
            connector.start();
        } catch (IllegalArgumentException e) {
            if (accessFile == null) {
                throw e;
            }
            throw new RemoteFileException("--jmx-access-file " + accessFile
                    + ": each line must be NAME readwrite or NAME readonly: " + oneLine(e));
        }
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }

    private static Map<String, Object> environment(RemoteSettings settings) throws RemoteFileException {
        Map<String, Object> environment = new HashMap<>();
        environment.put("jmx.remote.x.daemon", "true"); // or the RMI runtime would keep the JVM alive
        // Kept for clients that fetch late, from the first that listens until the end, and with them those of garbage
        // collections, of 9 KB each: the JDK's 1000 would take a third of a small heap.
        environment.put("jmx.remote.x.notification.buffer.size", "100");
        environment.put(RMIConnectorServer.CREDENTIALS_FILTER_PATTERN, CREDENTIALS);
        environment.put(RMIConnectorServer.SERIAL_FILTER_PATTERN, ARGUMENTS);
        Path passwords = settings.passwordFile();
        if (passwords != null) {
            OwnFile.requireSecret("--jmx-password-file", passwords);
            environment.put("jmx.remote.x.password.file", passwords.toString());
            environment.put("jmx.remote.x.password.toHashes", "true");
        }
        Path access = settings.accessFile();
        if (access != null) {
            OwnFile.requireUnforged("--jmx-access-file", access);
            environment.put("jmx.remote.x.access.file", access.toString());
        }
        return environment;
    }

    /** Where it listens, with the real port when 0 was asked for. */
    public InetSocketAddress address() {
        return port.address();
    }

    /** Ends all connections. */
    @Override
    public void close() {
        quietly(connector::stop);
        quietly(() -> unexport(registry));
        quietly(port::close);
    }

    private static void unexport(Registry registry) {
        try {
            UnicastRemoteObject.unexportObject(registry, true);
        } catch (NoSuchObjectException e) {
            // Closed before.
        }
    }

    private interface Closing {
        void run() throws IOException;
    }

    private static void quietly(Closing closing) {
        try {
            closing.run();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "remote JMX: not closed cleanly", e);
        }
    }
}
