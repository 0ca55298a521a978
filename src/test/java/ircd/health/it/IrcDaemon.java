package ircd.health.it;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One daemon as a process of ours, with the signals that a test wants to send it. Not for use by several threads. */
final class IrcDaemon implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);
    private static final long STOP_SECONDS = 10;

    private final Place place;
    private final List<String> command;
    private final Path log;
    private @Nullable Process process;
    private @Nullable Thread reaper;

    /** Where a daemon listens and what it is called on its network. */
    record Place(String name, Spot spot, int clientPort, int s2sPort) {
        Place {
            requireNonNull(name, "name is null");
            requireNonNull(spot, "spot is null");
        }

        String linkAddress() {
            return spot.linkAddress();
        }

        String clientAddress() {
            return spot.clientAddress();
        }
    }

    IrcDaemon(Place place, List<String> command, Path log) {
        this.place = requireNonNull(place, "place is null");
        this.command = List.copyOf(command);
        this.log = requireNonNull(log, "log is null");
    }

    Place place() {
        return place;
    }

    String name() {
        return place.name();
    }

    /** Of the client port. */
    String address() {
        return place.clientAddress();
    }

    int clientPort() {
        return place.clientPort();
    }

    int s2sPort() {
        return place.s2sPort();
    }

    long pid() {
        return running().pid();
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** What the daemon has printed since it was first made, over all its starts. */
    String log() {
        try {
            return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Blocks until both ports take connections. */
    void start() {
        if (isRunning()) {
            throw new IllegalStateException(name() + " is running already");
        }
        try {
            Process started = new ProcessBuilder(place.spot().run(Daemons.unprivileged(command)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process = started;
            reaper = new Thread(started::destroyForcibly, "end of " + name());
            Runtime.getRuntime().addShutdownHook(reaper);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Await.until(name() + " listens", START_DEADLINE, this::listensOrIsDead);
            if (!isRunning()) {
                throw new IllegalStateException(name() + " ended while starting");
            }
        } catch (RuntimeException | AssertionError e) {
            close();
            throw new IllegalStateException("cannot start " + command + "\n" + log(), e);
        }
    }

    /** SIGTERM, and SIGKILL if that is not enough. */
    void stop() {
        if (!isRunning()) {
            return;
        }
        thaw();
        running().destroy();
        end();
    }

    /** SIGKILL. */
    void kill() {
        if (isRunning()) {
            running().destroyForcibly();
            end();
        }
    }

    /** SIGSTOP: the process stays, its kernel goes on completing handshakes and acknowledging bytes for it. */
    void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() {
        signal("CONT");
    }

    void restart() {
        stop();
        start();
    }

    @Override
    public void close() {
        kill();
    }

    private void signal(String signal) {
        Commands.check("sh", "-c", "kill -" + signal + " " + pid());
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(name() + " was never started");
        }
        return process;
    }

    private void end() {
        try {
            if (!running().waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                running().destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running().destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (reaper != null) {
            Shutdown.forget(reaper);
            reaper = null;
        }
    }

    private boolean listensOrIsDead() {
        return !isRunning() || (listens(place.clientAddress(), place.clientPort()) && s2sListens());
    }

    /** In another namespace only the clients' address is within reach; both ports are opened at once. */
    private boolean s2sListens() {
        return place.spot().namespace() != null || listens(place.linkAddress(), place.s2sPort());
    }

    private static boolean listens(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
