package ircd.health.surface.jmx.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.rmi.NotBoundException;
import java.rmi.registry.LocateRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.NotificationResult;
import javax.management.remote.rmi.RMIConnection;
import javax.management.remote.rmi.RMIServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting and ending; what goes on between is tried on the jar itself, see {@code RemoteJmxIT}. */
class RemoteJmxTest {
    private final MBeanServer server = MBeanServerFactory.newMBeanServer("ours");

    @Test
    void closingEndsConnectionsAndFreesThePort() throws Exception {
        RemoteJmx remote = start(0);
        int port = remote.address().getPort();
        JMXConnector client = connect(port);
        assertEquals("ours", client.getMBeanServerConnection().getDefaultDomain());

        remote.close();
        remote.close();
        assertThrows(IOException.class, () -> client.getMBeanServerConnection().getDefaultDomain());
        assertThrows(IOException.class, () -> connect(port));
        start(port).close();
    }

    @Test
    void severalCanBeInOneJvm() throws Exception {
        try (RemoteJmx one = start(0);
                RemoteJmx another = start(0)) {
            connect(one.address().getPort()).close();
            connect(another.address().getPort()).close();
        }
    }

    @Test
    void aPortInUseIsSaidAtOnce() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThrows(BindException.class, () -> start(taken.getLocalPort()));
        }
    }

    /** One after another over the same socket, so that the bound on sockets does not see them. */
    @Test
    void clientsAreBounded() throws Exception {
        Deque<JMXConnector> clients = new ArrayDeque<>();
        try (RemoteJmx remote = start(0)) {
            int port = remote.address().getPort();
            while (clients.size() < AdvertisingServer.MOST_CLIENTS) {
                clients.add(connect(port));
            }
            IOException refusal = assertThrows(IOException.class, () -> clients.add(connect(port)));
            assertEquals("no more than 64 clients at once", refusal.getMessage());

            clients.remove().close();
            clients.add(connect(port));
            assertEquals("ours", clients.getLast().getMBeanServerConnection().getDefaultDomain());
        }
    }

    /** They are kept as long as the service runs, also when nobody listens any more. */
    @Test
    void aHundredNotificationsAreKeptForClients() throws Exception {
        ObjectName name = new ObjectName("test:type=Talkative");
        Talkative bean = new Talkative();
        server.registerMBean(bean, name);
        try (RemoteJmx remote = start(0);
                JMXConnector client = connect(remote.address().getPort())) {
            NotificationListener listener = (notification, handback) -> {};
            client.getMBeanServerConnection().addNotificationListener(name, listener, null, null);
            for (int i = 0; i < 500; i++) {
                bean.sendNotification(new Notification("test", name, i));
            }
            RMIConnection late = server(remote.address().getPort()).newClient(null);
            NotificationResult kept = late.fetchNotifications(0, 1000, 0);
            late.close();
            assertEquals(100, kept.getNextSequenceNumber() - kept.getEarliestSequenceNumber());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"boss rw", "boss", "boss readwrite\nreader: readonly please"})
    void aMistakeInTheAccessFileIsToldInOneLine(String lines, @TempDir Path folder) throws IOException {
        Path access = Files.writeString(folder.resolve("access"), lines);
        Path passwords = Files.writeString(folder.resolve("passwords"), "boss secret");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

        RemoteFileException mistake = assertThrows(
                RemoteFileException.class,
                () -> RemoteJmx.start(new RemoteSettings(listen, "127.0.0.1", passwords, access), null, server));
        String expected = "--jmx-access-file " + access + ": each line must be NAME readwrite or NAME readonly: ";
        assertTrue(String.valueOf(mistake.getMessage()).startsWith(expected), mistake::getMessage);
        assertEquals(1, String.valueOf(mistake.getMessage()).lines().count());
    }

    /** Public, as the JDK demands of an interface of an MBean. */
    public interface TalkativeMBean {}

    private static final class Talkative extends NotificationBroadcasterSupport implements TalkativeMBean {}

    private static RMIServer server(int port) throws IOException, NotBoundException {
        return (RMIServer) LocateRegistry.getRegistry("127.0.0.1", port).lookup("jmxrmi");
    }

    private RemoteJmx start(int port) throws Exception {
        InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return RemoteJmx.start(new RemoteSettings(listen, "127.0.0.1", null, null), null, server);
    }

    @SuppressWarnings("BanJNDI") // the address is our own
    private static JMXConnector connect(int port) throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"));
    }
}
