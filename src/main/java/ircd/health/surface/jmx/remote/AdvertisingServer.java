package ircd.health.surface.jmx.remote;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.rmi.Remote;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RemoteObject;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.remote.rmi.RMIConnection;
import javax.management.remote.rmi.RMIConnectionImpl_Stub;
import javax.management.remote.rmi.RMIJRMPServerImpl;
import javax.management.remote.rmi.RMIServerImpl_Stub;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/** The JDK's connector, with references to itself and to its connections that name the advertised host. */
final class AdvertisingServer extends RMIJRMPServerImpl {
    /**
     * Each takes a thread of this JVM's until two minutes after its last call, and one connection can ask for any number
     * of them.
     */
    static final int MOST_CLIENTS = 64;

    private final String host;
    private final Logins logins;
    private final AtomicInteger open = new AtomicInteger();

    AdvertisingServer(
            OnePort port,
            @Nullable RMIClientSocketFactory clients,
            Map<String, ?> environment,
            String host,
            Logins logins)
            throws IOException {
        super(port.number(), clients, port, environment);
        this.host = requireNonNull(host, "host is null");
        this.logins = requireNonNull(logins, "logins is null");
    }

    /** What the registry hands out. */
    Remote advertisedStub() throws IOException {
        return new RMIServerImpl_Stub(AdvertisedRef.to(toStub(), host));
    }

    /** Called by clients, with a name and a password where these are asked for. */
    @Override
    public RMIConnection newClient(Object credentials) throws IOException {
        RMIConnection client;
        try {
            client = super.newClient(credentials);
        } catch (SecurityException e) {
            logins.failed();
            throw e;
        }
        return new RMIConnectionImpl_Stub(AdvertisedRef.to(RemoteObject.toStub(client), host));
    }

    /** Called for whoever has proved to be allowed in. */
    @Override
    protected RMIConnection makeClient(String connectionId, @Nullable Subject subject) throws IOException {
        if (open.incrementAndGet() > MOST_CLIENTS) {
            open.decrementAndGet();
            throw new IOException("no more than " + MOST_CLIENTS + " clients at once");
        }
        try {
            return super.makeClient(connectionId, subject);
        } catch (IOException | RuntimeException | Error e) {
            open.decrementAndGet();
            throw e;
        }
    }

    /** Called once for each that was made. */
    @Override
    protected void closeClient(RMIConnection client) throws IOException {
        open.decrementAndGet();
        super.closeClient(client);
    }
}
