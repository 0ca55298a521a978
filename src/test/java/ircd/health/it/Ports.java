package ircd.health.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Free TCP ports below the kernel's ephemeral range, so that no outgoing connection can take one before its daemon does. */
final class Ports {
    /** Locked by those who listen on 6667, 4497 or 9679, and by those who rely on nobody doing so. */
    static final String DEFAULTS = "the default ports of clients, server links and metrics";

    private static final int FIRST = 20_000;
    private static final int END = 32_000;

    private final Set<Integer> taken = new HashSet<>();

    /** A port that is free there. */
    int free(Spot spot) {
        if (spot.namespace() == null) {
            return free(spot.linkAddress());
        }
        int port = FIRST + taken.size(); // nobody else is in the namespace
        taken.add(port);
        return port;
    }

    /** A port that is free on the address now and that this object has not given out before. */
    int free(String address) {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (!taken.contains(port) && canListen(address, port)) {
                taken.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no free port on " + address + " between " + FIRST + " and " + END);
    }

    private static boolean canListen(String address, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            return socket.isBound();
        } catch (java.net.BindException busy) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
