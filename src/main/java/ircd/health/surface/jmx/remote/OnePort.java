package ircd.health.surface.jmx.remote;

import static java.lang.System.Logger.Level.DEBUG;
import static java.util.Objects.requireNonNull;

import ircd.health.tls.TlsSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMIServerSocketFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The one listener that registry, connector and connections share: RMI puts all that is exported with the same port and
 * the same factory on one socket. It is bound here first, so that what cannot be bound is known before RMI is asked.
 */
final class OnePort implements RMIServerSocketFactory, AutoCloseable {
    /** Each takes a thread of RMI's. A JMX client uses a handful. */
    private static final int MOST_CONNECTIONS = 64;

    private static final System.Logger LOG = System.getLogger(OnePort.class.getName());

    private final @Nullable TlsSockets tls;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;

    /** @throws IOException when the address cannot be listened on */
    OnePort(InetSocketAddress listen, @Nullable TlsSockets tls) throws IOException {
        this.tls = tls;
        listener = new Listener();
        try {
            listener.bind(requireNonNull(listen, "listen is null"));
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    int number() {
        return listener.getLocalPort();
    }

    /** @throws IOException after {@link #close()} */
    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        if (listener.isClosed()) {
            throw new IOException("closed");
        }
        return listener;
    }

    /** RMI itself would leave open what clients have open. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private final class Listener extends ServerSocket {
        Listener() throws IOException {}

        /** With TLS, too, nothing is read yet: the handshake is made by the thread that reads first. */
        @Override
        public Socket accept() throws IOException {
            while (true) {
                Socket socket = new AnonymousSocket(open);
                implAccept(socket);
                open.add(socket);
                try {
                    if (open.size() <= MOST_CONNECTIONS) {
                        return tls == null ? socket : tls.over(socket);
                    }
                    LOG.log(DEBUG, "remote JMX: no more than " + MOST_CONNECTIONS + " connections");
                } catch (IOException | RuntimeException | Error e) { // or it would hold its place for ever
                    LOG.log(DEBUG, "remote JMX: a connection could not be taken", e);
                }
                socket.close();
            }
        }
    }
}
