package ircd.health.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A hub with a client port and a server port, and a leaf that can link to it: an IRC network of two. */
public final class DemoNetwork implements AutoCloseable {
    private final StandIn clients;
    private final StandIn servers;
    private @Nullable Socket link;

    private DemoNetwork(StandIn clients, StandIn servers) {
        this.clients = clients;
        this.servers = servers;
    }

    /** Takes the preferred ports of loopback where they are free, others where not; the servers are not linked yet. */
    public static DemoNetwork start(int preferredClientPort, int preferredServerPort) throws IOException {
        StandIn clients = StandIn.start(preferredClientPort);
        try {
            return new DemoNetwork(clients, StandIn.start(preferredServerPort));
        } catch (IOException e) {
            clients.close();
            throw e;
        }
    }

    public int clientPort() {
        return clients.port();
    }

    public int serverPort() {
        return servers.port();
    }

    public synchronized void link() throws IOException {
        unlink();
        link = new Socket(InetAddress.getLoopbackAddress(), servers.port());
    }

    public synchronized void unlink() throws IOException {
        if (link != null) {
            link.close();
            link = null;
        }
    }

    /** Whether the hub leaves new clients waiting, as a daemon does that hangs. */
    public void freeze(boolean freeze) {
        clients.freeze(freeze);
    }

    @Override
    public void close() throws IOException {
        unlink();
        clients.close();
        servers.close();
    }
}
