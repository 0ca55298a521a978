package ircd.health.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import ircd.health.kernel.RowFilter;
import ircd.health.kernel.SocketTable;
import ircd.health.kernel.TcpSocket;
import ircd.health.kernel.TcpState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What one fault is tried on: a network of its own, in namespaces of its own. Not for use by several threads. */
final class Rig implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final NetworkKind kind;
    private final Path folder;
    private final Wire wire;
    private final LinkedDaemons daemons;
    private final CopiedTables tables;
    private final Deque<Socket> held = new ArrayDeque<>();
    private Runnable beforePoll = () -> {};

    /** Started and linked. */
    Rig(Path folder, Fault fault, NetworkKind kind) {
        this.kind = requireNonNull(kind, "kind is null");
        this.folder = requireNonNull(folder, "folder is null");
        wire = fault.ipv6 ? Wire.ipv6() : Wire.ipv4();
        try {
            daemons = kind.network(fault.setting.apply(Setting.of(wire.hub(), wire.leaf())));
        } catch (RuntimeException e) {
            wire.close();
            throw e;
        }
        try {
            daemons.startLinked();
            tables = new CopiedTables(folder, hubProcNet());
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    Wire wire() {
        return wire;
    }

    LinkedDaemons daemons() {
        return daemons;
    }

    IrcDaemon hub() {
        return daemons.hub();
    }

    IrcDaemon leaf() {
        return daemons.leaf();
    }

    CopiedTables tables() {
        return tables;
    }

    Path hubProcNet() {
        return Path.of("/proc/" + hub().pid() + "/net");
    }

    Path maintenanceFile() {
        return folder.resolve("drained");
    }

    void makeMaintenanceFile() {
        try {
            Files.createFile(maintenanceFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void removeMaintenanceFile() {
        try {
            Files.delete(maintenanceFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on, before each poll of a direct watch. */
    void beforeEachPoll(Runnable action) {
        beforePoll = action;
    }

    void beforePoll() {
        beforePoll.run();
    }

    /** A connection to the hub that stays open until the end. */
    void connect(String address, int port) {
        connectFrom(0, address, port);
    }

    /** One that the hub has accepted, and that looks like a link, though nothing is ever said on it. */
    void connectToS2sPort() {
        connect(hub().address(), hub().s2sPort());
        awaitRow("a second link", row -> row.local().toString().contains(hub().address()) && row.inode() != 0);
    }

    /** As {@link #connect}, from a source port of our choice; 0 for any. */
    void connectFrom(int sourcePort, String address, int port) {
        Socket socket = new Socket();
        held.push(socket);
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(sourcePort));
            socket.connect(new InetSocketAddress(address, port), (int) SOON.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stopDaemons() {
        hub().stop();
        leaf().stop();
    }

    /** Freezes the hub, whose client port is on IPv6: a connection over IPv4 must show as v4-mapped, or nothing is tried. */
    void freezeSeenAsMapped() {
        hub().freeze();
        connect(hub().address(), hub().clientPort());
        String mapped = ":" + "%04X".formatted(hub().clientPort());
        Await.until("a v4-mapped row", SOON, () -> Files.readString(hubProcNet().resolve("tcp6"), US_ASCII)
                .lines()
                .anyMatch(row -> row.contains("0000000000000000FFFF0000") && row.contains(mapped + " ")));
    }

    /** The hub answers new connections from this JVM's address with ERROR and closes them. */
    void haveUsThrottled() {
        switch (kind) {
            case INSPIRCD -> daemons.command("ZLINE " + wire.ourAddress() + " 600 :test");
            case NGIRCD -> connect(hub().address(), hub().clientPort());
        }
        Await.until("throttled", SOON, this::isThrottled);
    }

    private boolean isThrottled() throws IOException {
        try (Socket socket = new Socket(hub().address(), hub().clientPort())) {
            socket.setSoTimeout(1_000);
            return new String(socket.getInputStream().readAllBytes(), US_ASCII).contains("ERROR :");
        } catch (SocketTimeoutException notYet) {
            return false;
        }
    }

    /** A poll finds the hub frozen, but not for as long as it waits. */
    void freezeForAMomentBeforeEachPoll() {
        beforeEachPoll(() -> {
            hub().freeze();
            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(hub()::thaw);
        });
    }

    /** Freezes the hub and connects to its client port until the kernel takes no more connections for it. */
    void fillAcceptQueue() {
        hub().freeze();
        while (true) {
            Socket socket = new Socket();
            held.push(socket);
            try {
                socket.connect(new InetSocketAddress(hub().address(), hub().clientPort()), 300);
            } catch (IOException full) {
                return;
            }
        }
    }

    /** Blocks until the hub's tables show such a socket with a port of server links: the fault is there. */
    void awaitRow(String what, Predicate<TcpSocket> wanted) {
        Await.until(what, SOON, () -> s2sRows().stream().anyMatch(wanted));
    }

    void awaitRow(TcpState state) {
        awaitRow(state.toString(), row -> row.state() == state);
    }

    /** Connections that wait for the hub's accept() on its client port. */
    long acceptBacklog() {
        return rows((local, remote, listening) -> listening && local == hub().clientPort()).stream()
                .mapToLong(TcpSocket::rxQueue)
                .sum();
    }

    private List<TcpSocket> s2sRows() {
        return rows((local, remote, listening) -> !listening
                && List.of(local, remote).stream()
                        .anyMatch(port -> port == hub().s2sPort() || port == leaf().s2sPort()));
    }

    private List<TcpSocket> rows(RowFilter filter) {
        try {
            return new SocketTable(hubProcNet()).read(filter);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Socket socket : held) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        daemons.close();
        wire.close();
    }
}
