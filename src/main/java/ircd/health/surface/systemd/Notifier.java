package ircd.health.surface.systemd;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import ircd.health.state.Health;
import ircd.health.state.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells the service manager, by sd_notify(3): ready when the first poll is done; the verdict whenever it changes; a sign
 * of life with each poll, so that a poller that hangs ends in a restart; the end. Whatever becomes of its messages, the
 * service goes on; what was lost is told anew with the next poll.
 */
public final class Notifier implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Notifier.class.getName());

    private static final String SOCKET = "NOTIFY_SOCKET";
    /** In live mode ten polls a second may end; systemd, which wakes up for each message, need not hear of all. */
    private static final Duration SMALLEST_GAP = Duration.ofSeconds(1);
    /** What the end itself takes, with room. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    private final Manager manager;
    private final String name;
    private final @Nullable Watchdog watchdog;
    private final Health health;
    // All below: guarded by the lock.
    private boolean ready;
    private boolean failing;
    private boolean closed;
    private String status = "";
    private long fedAt;

    Notifier(Manager manager, String name, @Nullable Watchdog watchdog, Health health) {
        this.manager = manager;
        this.name = name;
        this.watchdog = watchdog;
        this.health = health;
    }

    /**
     * Empty where no service manager listens, or where it cannot be told, which is said. Tells nothing before the first
     * poll.
     *
     * @param environment of this process: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID} count
     * @param longestSilence between the ends of two polls of a service that is well
     */
    public static Optional<Notifier> start(Map<String, String> environment, Duration longestSilence, Health health) {
        String name = requireNonNull(environment, "environment is null").getOrDefault(SOCKET, "");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            NotifySocket socket = NotifySocket.open(name);
            Watchdog watchdog = Watchdog.of(environment, ProcessHandle.current().pid(), longestSilence);
            Notifier notifier = new Notifier(socket, name, watchdog, health);
            health.onTransition(transition -> notifier.changed());
            health.onPoll(notifier::polled);
            return Optional.of(notifier);
        } catch (IOException e) {
            LOG.log(WARNING, "systemd is told nothing: " + SOCKET + "=" + name + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The verdict is another one, and no poll need have been the cause. */
    synchronized void changed() {
        tell(health.current(), List.of());
    }

    /** A poll has ended, well or not. */
    synchronized void polled(Snapshot state) {
        List<String> lines = new ArrayList<>();
        if (!ready) {
            lines.add("READY=1");
            if (watchdog != null && watchdog.asksForMore()) {
                lines.add(watchdog.request());
            }
        }
        long now = requireNonNull(state.polledAt(), "a poll without its time").nanos();
        boolean feed = watchdog != null && (!ready || now - fedAt >= SMALLEST_GAP.toNanos());
        if (feed) {
            lines.add("WATCHDOG=1");
        }
        if (tell(state, lines)) {
            ready = true;
            fedAt = feed ? now : fedAt;
        }
    }

    /** The end has begun, and takes this long before anything is closed: the service manager is to wait. */
    public synchronized void ending(Duration drain) {
        long microseconds = drain.plus(LAST_WORDS).toNanos() / 1_000;
        tell(health.current(), List.of("STOPPING=1", "EXTEND_TIMEOUT_USEC=" + microseconds));
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        send(List.of("STOPPING=1", "STATUS=the service ends"));
        closed = true;
        try {
            manager.close();
        } catch (IOException e) {
            LOG.log(WARNING, SOCKET + " could not be closed", e);
        }
    }

    /** Adds the state if it is news; false if the message is lost. */
    private boolean tell(Snapshot state, List<String> more) {
        String next = StatusLine.of(state, health.maintenanceReason(state));
        List<String> lines = new ArrayList<>(more);
        if (!next.equals(status)) {
            lines.add("STATUS=" + next);
        }
        if (!send(lines)) {
            return false;
        }
        status = next;
        return true;
    }

    private boolean send(List<String> lines) {
        if (lines.isEmpty() || closed) {
            return !closed;
        }
        try {
            manager.send(String.join("\n", lines));
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.log(
                        WARNING,
                        "systemd does not hear of this service, which goes on: " + SOCKET + "=" + name + ": "
                                + e.getMessage());
            }
            failing = true;
        }
        return !failing;
    }
}
