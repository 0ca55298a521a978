package ircd.health.surface.jmx.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;

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
