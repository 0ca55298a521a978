package ircd.health.it;

import static java.util.Objects.requireNonNull;

import ircd.health.it.IrcDaemon.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Two daemons of one kind, a hub and a leaf, and the server link between them. The daemons
 * never link by themselves. Whether they are linked is asked of both, through operator connections of the harness, and
 * so does not depend on the product. Not for use by several threads.
 */
abstract class LinkedDaemons implements AutoCloseable {
    static final String LINK_PASSWORD = "secret";

    private static final Duration ASK_AGAIN = Duration.ofSeconds(3);

    private final Setting setting;
    private final Path home;
    private final IrcDaemon hub;
    private final IrcDaemon leaf;
    private final Map<IrcDaemon, OperClient> opers = new HashMap<>();

    LinkedDaemons(Setting setting) {
        this.setting = requireNonNull(setting, "setting is null");
        home = newHome();
        Ports ports = new Ports();
        Place hubPlace =
                new Place("hub.example.org", setting.hub(), ports.free(setting.hub()), ports.free(setting.hub()));
        Place leafPlace =
                new Place("leaf.example.org", setting.leaf(), ports.free(setting.leaf()), ports.free(setting.leaf()));
        hub = daemon(hubPlace, leafPlace);
        leaf = daemon(leafPlace, hubPlace);
    }

    /** The text of the daemon's configuration file. */
    abstract String configuration(Place self, Place other);

    /** The command that runs the daemon in the foreground. */
    abstract List<String> command(Path configuration);

    /** The hub's operator command that makes it connect to the leaf, once. */
    abstract String connectCommand(Place leaf);

    /** What the daemon prints goes here; one that prints little may append to it by itself. */
    final Path logFile(Place self) {
        return home.resolve(self.name() + ".log");
    }

    final Setting setting() {
        return setting;
    }

    final IrcDaemon hub() {
        return hub;
    }

    final IrcDaemon leaf() {
        return leaf;
    }

    /** Blocks until both daemons listen; they are not linked. */
    final void start() {
        hub.start();
        leaf.start();
    }

    /** Starts whichever daemon is not running, thaws both and links them, however the last test left them. */
    final void startLinked() {
        for (IrcDaemon daemon : List.of(hub, leaf)) {
            if (daemon.isRunning()) {
                daemon.thaw();
            } else {
                daemon.start();
            }
        }
        link();
    }

    /** Blocks until linked; asks again every few seconds, since a side may still hold on to the link before this one. */
    final void link() {
        for (int attempt = 1; ; attempt++) {
            if (isLinked()) {
                return;
            }
            oper(hub).send(connectCommand(leaf.place()));
            try {
                awaitLinked(ASK_AGAIN);
                return;
            } catch (ConditionTimeoutException e) {
                if (attempt == 10) {
                    throw new IllegalStateException("the daemons do not link\n" + logs(), e);
                }
            }
        }
    }

    /** Asks once, and does not wait for what comes of it. */
    final void tryToLink() {
        oper(hub).send(connectCommand(leaf.place()));
    }

    /** Makes the hub send something over the link. */
    final void hubSends() {
        oper(hub).send("TIME " + leaf.name());
    }

    /** Makes the leaf send something over the link. */
    final void leafSends() {
        oper(leaf).send("TIME " + hub.name());
    }

    /** Sends a line as operator of the hub. */
    final void command(String line) {
        oper(hub).send(line);
    }

    /** Blocks until the link is gone; it stays away until {@link #link()}. */
    final void unlink() {
        oper(hub).send("SQUIT " + leaf.name() + " :unlink");
        awaitUnlinked(Duration.ofSeconds(10));
    }

    /** A link that is gone and back: {@link #unlink()}, then {@link #link()}, as fast as the daemons can. */
    final void relink() {
        unlink();
        link();
    }

    final boolean isLinked() {
        return sees(hub, leaf) && sees(leaf, hub);
    }

    final void awaitLinked(Duration atMost) {
        Await.until("daemons linked", atMost, this::isLinked);
    }

    /** Neither side sees the other. */
    final void awaitUnlinked(Duration atMost) {
        Await.until("daemons unlinked", atMost, () -> !sees(hub, leaf) && !sees(leaf, hub));
    }

    /** Both daemons' own words, to be shown when a test fails. */
    final String logs() {
        return "--- hub " + hub.place() + "\n" + hub.log() + "--- leaf " + leaf.place() + "\n" + leaf.log();
    }

    @Override
    public final void close() {
        opers.values().forEach(OperClient::close);
        hub.close();
        leaf.close();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean sees(IrcDaemon from, IrcDaemon to) {
        return oper(from).links().contains(to.name());
    }

    /** A daemon that was restarted has closed our connection to it: then a new one is made. */
    private OperClient oper(IrcDaemon daemon) {
        OperClient known = opers.get(daemon);
        if (known != null && known.isOpen()) {
            return known;
        }
        OperClient fresh = new OperClient(daemon.address(), daemon.clientPort());
        opers.put(daemon, fresh);
        return fresh;
    }

    private IrcDaemon daemon(Place self, Place other) {
        Path file = home.resolve(self.name() + ".conf");
        try {
            Files.writeString(file, configuration(self, other));
            Files.createFile(logFile(self));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Daemons.handOver(file, logFile(self));
        return new IrcDaemon(self, command(file), logFile(self));
    }

    private static Path newHome() {
        try {
            Path home = Files.createTempDirectory("ircd-health-it-");
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
            Daemons.handOver(home);
            return requireNonNull(home, "home is null");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
