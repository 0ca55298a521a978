package ircd.health.surface.jmx.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An accepted socket that does not tell whose it is: the RMI registry takes that for an unknown origin, and lets an
 * unknown origin look up but not bind. Otherwise every local user could put a reference of theirs in the place of ours,
 * and be sent the operators' passwords.
 */
final class AnonymousSocket extends Socket {
    /** A client that has nothing to ask closes its socket after 15 s; RMI itself would wait for two hours. */
    private static final int LONGEST_SILENCE_MILLIS =
            (int) Duration.ofMinutes(2).toMillis();

    private final Set<Socket> open;

    /** @param open what it leaves when it is closed */
    AnonymousSocket(Set<Socket> open) {
        this.open = open;
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return null;
    }

    @Override
    public synchronized void setSoTimeout(int millis) throws SocketException {
        super.setSoTimeout(millis == 0 ? LONGEST_SILENCE_MILLIS : Math.min(millis, LONGEST_SILENCE_MILLIS));
    }

    @Override
    public synchronized void close() throws IOException {
        open.remove(this);
        super.close();
    }
}
