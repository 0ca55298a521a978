package ircd.health.surface.jmx.remote;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.remote.JMXConnectionNotification;

/** Logs who comes and goes. Failures are counted and said at most once a minute, whoever guesses how fast. */
final class Logins implements NotificationListener {
    private static final System.Logger LOG = System.getLogger(Logins.class.getName());
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private long failures;
    private long quietUntil = System.nanoTime();

    synchronized void failed() {
        failures++;
        long now = System.nanoTime();
        if (now - quietUntil >= 0) {
            quietUntil = now + PAUSE_NANOS;
            LOG.log(WARNING, "remote JMX: a login failed; " + failures + " in all since the start");
        }
    }

    @Override
    public void handleNotification(Notification notification, Object handback) {
        if (notification instanceof JMXConnectionNotification connection) {
            boolean opened = connection.getType().equals(JMXConnectionNotification.OPENED);
            LOG.log(INFO, "remote JMX: " + (opened ? "connected: " : "gone: ") + who(connection.getConnectionId()));
        }
    }

    /** From {@code rmi://0.0.0.0 operator 7}: the address is not known here, see {@link AnonymousSocket}. */
    private static String who(String connectionId) {
        String[] parts = connectionId.split(" ", -1);
        String name = parts.length > 1 ? parts[1] : "";
        return name.isEmpty() ? "somebody without a name" : name;
    }
}
