package ircd.health.check;

import ircd.health.kernel.SocketTable;
import ircd.health.kernel.TcpEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Observes the host: one connection to the client port, and the socket tables while it is open. Not thread-safe.
 */
public final class HostCheck implements AutoCloseable {
    private final ClientTarget target;
    private final S2sFilter s2sFilter;
    private final Tables tables;
    private final ClientCheck clientCheck;
    private final SecondLook secondLook = new SecondLook();

    /** @param table null on a system without socket tables: the connect alone decides, and links cannot be seen */
    public HostCheck(ClientTarget target, S2sFilter s2sFilter, @Nullable SocketTable table) {
        this.target = target;
        this.s2sFilter = s2sFilter;
        this.tables = new Tables(table, s2sFilter.ports(), target.port());
        this.clientCheck = new ClientCheck(target, tables);
    }

    /**
     * One poll's observation. Blocks for the timeouts of {@link ClientTarget} at the most, and the time of a few
     * readings of the tables; every failure is part of the value, but for that of this process to get a descriptor.
     */
    public Observation observe() {
        ClientCheck.Result client = clientCheck.run();
        return new Observation(
                new ClientObservation(
                        client.reason(), client.took(), acceptBacklog(client), client.certificateNotAfter()),
                s2s(client));
    }

    /** A listener on the same port of this host is not the one of a host that nobody knows. */
    private long acceptBacklog(ClientCheck.Result client) {
        return client.reason() == ClientReason.UNRESOLVED
                ? ClientObservation.UNKNOWN_BACKLOG
                : client.tables().acceptBacklog(target.port());
    }

    private S2sObservation s2s(ClientCheck.Result client) {
        boolean wanted = !s2sFilter.ports().isEmpty();
        return wanted && !tables.areSupported()
                ? new S2sObservation.Unsupported()
                : secondLook.at(
                        links(client.tables(), client.ourEnd()),
                        () -> links(tables.read(client.ourEnd()), client.ourEnd()));
    }

    private S2sObservation links(TableReading reading, @Nullable TcpEndpoint ourEnd) {
        return S2sCheck.observe(s2sFilter, reading, target.port(), ourEnd);
    }

    @Override
    public void close() {
        clientCheck.close();
    }
}
