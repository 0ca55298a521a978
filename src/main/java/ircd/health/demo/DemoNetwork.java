package ircd.health.demo;

import java.io.IOException;

/** An IRC network of two servers: a hub and a leaf that can link to it. */
public final class DemoNetwork implements AutoCloseable {
    private final StandIn hub;
    private final StandIn leaf;

    private DemoNetwork(StandIn hub, StandIn leaf) {
        this.hub = hub;
        this.leaf = leaf;
    }

    /**
     * The hub takes the preferred ports of loopback where they are free, the leaf the next ones, others where not; the
     * servers are not linked yet. With 0, any that are free.
     */
    public static DemoNetwork start(int preferredClientPort, int preferredServerPort) throws IOException {
        StandIn hub = StandIn.start(preferredClientPort, preferredServerPort);
        try {
            return new DemoNetwork(hub, StandIn.start(next(preferredClientPort), next(preferredServerPort)));
        } catch (IOException e) {
            hub.close();
            throw e;
        }
    }

    private static int next(int preferredPort) {
        return preferredPort == 0 ? 0 : preferredPort + 1;
    }

    /** What is said of the ports. */
    public String describe() {
        return "  hub   clients on port %d, server links on port %d\n  leaf  clients on port %d, server links on port %d"
                .formatted(hub.clientPort(), hub.serverPort(), leaf.clientPort(), leaf.serverPort());
    }

    public int hubClientPort() {
        return hub.clientPort();
    }

    public int hubServerPort() {
        return hub.serverPort();
    }

    public void link() throws IOException {
        leaf.link(hub);
    }

    public void unlink() throws IOException {
        leaf.unlink();
    }

    /** Whether the hub hangs. */
    public void freeze(boolean freeze) {
        hub.freeze(freeze);
    }

    @Override
    public void close() throws IOException {
        leaf.close();
        hub.close();
    }
}
