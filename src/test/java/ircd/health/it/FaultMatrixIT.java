package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ircd.health.check.ClientCheckKind;
import ircd.health.it.Fault.Via;
import ircd.health.kernel.TcpState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fault matrix: each fault, on each kind of daemon, must be found within its bound, with the right reason.
 *
 * <p>Every trial has a network of its own: two real daemons in two network namespaces, linked by a wire, and the jar as
 * a process that polls every 5 seconds (or, where the fault is one of the verdict, the check and the verdict called
 * directly). All is well and warm when the fault strikes, right after a poll, so that the next poll is number 1. Most
 * of the time is waiting, so several trials run at once. What was measured is printed at the end.
 *
 * <p>Proved faster elsewhere, and not repeated here: a clock that is stepped ({@code VerdictTest}), a link that flaps
 * faster than, as fast as and slower than it gets stable ({@code VerdictTest}), a poll that takes longer than its
 * interval and a poller that meets an Error ({@code PollerTest}), a state that is too old and a maintenance file
 * whose directory is missing ({@code HealthTest}), tables of every kind of garbage ({@code SocketTableTest}), services
 * with both ends on this host ({@code S2sCheckTest}), TLS and the answers of other daemons ({@code HostCheckTest}).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultMatrixIT {
    private static final int AT_ONCE = 4;
    /** {@code -Dfaults=REGEX} tries the rows whose name has it. */
    private static final Pattern CHOSEN = Pattern.compile(System.getProperty("faults", ""));

    private static final String NO_LINK = "ok/no-link";
    private static final String NOT_STABLE = "ok/not-stable";
    private static final String STALLED = "ok/stalled";
    private static final String UNREADABLE = "ok/unreadable";
    private static final String GONE = "refused/no-link";
    private static final String HANGS = "not-accepted/ok";

    @TempDir
    private Path folder;

    private final List<String> measured = new ArrayList<>();
    private @Nullable ExecutorService executor;

    private static List<Fault> faults() {
        return List.of(
                // the daemon
                Fault.of("not started", GONE, 1, rig -> {})
                        .preparedBy(Rig::stopDaemons)
                        .fromTheStart()
                        .healedBy(rig -> rig.daemons().startLinked()),
                Fault.of("stopped", GONE, 1, rig -> rig.hub().stop()),
                Fault.of("killed -9", GONE, 1, rig -> rig.hub().kill()),
                Fault.of("killed -9, over IPv6", GONE, 1, rig -> rig.hub().kill())
                        .overIpv6(),
                Fault.of("killed -9, seen from outside", "refused/unreadable", 1, rig -> rig.hub()
                                .kill())
                        .via(Via.SERVICE_OUTSIDE),
                Fault.of("frozen", HANGS, 1, rig -> rig.hub().freeze())
                        .healedBy(rig -> rig.hub().thaw()),
                direct("frozen, over IPv6", HANGS, 1, rig -> rig.hub().freeze()).overIpv6(),
                direct("frozen, rows of v4-mapped addresses", HANGS, 1, Rig::freezeSeenAsMapped)
                        .in(Setting::onAnyAddress)
                        .onlyOn(NetworkKind.INSPIRCD)
                        .healedBy(rig -> rig.hub().thaw()),
                direct("frozen for 200 ms in every poll", Watch.OK, 5, Rig::freezeForAMomentBeforeEachPoll),
                direct("frozen for 14 polls, one probe queued", HANGS, 1, rig -> rig.hub()
                                .freeze())
                        .by(wire -> Rules.USUAL.withoutStall())
                        .lasting(13, rig -> assertEquals(1, rig.acceptBacklog())),
                Fault.of("accept queue full", "timeout/ok", 1, Rig::fillAcceptQueue)
                        .healedBy(rig -> rig.hub().thaw()),
                direct("throttles us, check accept", Watch.OK, 3, Rig::haveUsThrottled)
                        .in(setting -> setting.withConnectionsPerAddress(2)),
                Fault.of("throttles us, check irc", "rejected/ok", 1, Rig::haveUsThrottled)
                        .via(Via.SERVICE_OUTSIDE)
                        .in(setting -> setting.withConnectionsPerAddress(2))
                        .by(wire -> Rules.USUAL.withClientCheck(ClientCheckKind.IRC)),
                Fault.of("maintenance file made and removed", "ok/ok/maintenance", 1, Rig::makeMaintenanceFile)
                        .healedBy(Rig::removeMaintenanceFile),

                // the link
                Fault.of("SQUIT", NO_LINK, 1, rig -> rig.daemons().unlink()),
                Fault.of("SQUIT, seen from outside", NO_LINK, 1, rig -> rig.daemons()
                                .unlink())
                        .via(Via.SERVICE_OUTSIDE),
                direct("SQUIT, over IPv6", NO_LINK, 1, rig -> rig.daemons().unlink())
                        .overIpv6(),
                Fault.of("peer killed -9", NO_LINK, 1, rig -> rig.leaf().kill()),
                Fault.of("peer frozen, daemon's ping timeout 5 + 5 s", NO_LINK, 5, rig -> rig.leaf()
                                .freeze())
                        .in(setting -> setting.withPings(5)),
                Fault.of("wire cut", STALLED, 4, rig -> {
                            rig.wire().cut();
                            rig.daemons().hubSends();
                        })
                        .healedBy(rig -> rig.wire().mend()),
                Fault.of("local interface down", STALLED, 4, rig -> {
                    rig.wire().takeHubInterfaceDown();
                    rig.daemons().hubSends();
                }),
                Fault.of("daemon does not read its links", "not-accepted/stalled", 4, rig -> {
                    rig.hub().freeze();
                    rig.daemons().leafSends();
                }),
                direct("linked anew between two polls", NOT_STABLE, 1, rig -> rig.daemons()
                                .relink())
                        .healedBy(rig -> {}),
                direct(
                                "linked anew before each of four polls",
                                NOT_STABLE,
                                1,
                                rig -> rig.beforeEachPoll(rig.daemons()::relink))
                        .lasting(3, rig -> {}),

                // what only looks like a link
                direct("S2S connection not accepted (inode 0)", "not-accepted/no-link", 1, rig -> {
                    rig.daemons().unlink();
                    rig.hub().freeze();
                    rig.connect(rig.hub().address(), rig.hub().s2sPort());
                    rig.awaitRow("not accepted", row -> row.state() == TcpState.ESTABLISHED && row.inode() == 0);
                }),
                direct("outbound link in SYN_SENT", NO_LINK, 1, rig -> {
                    rig.daemons().unlink();
                    rig.wire().makeBlackHole();
                    rig.daemons().tryToLink();
                    rig.awaitRow(TcpState.SYN_SENT);
                }),
                direct("half-closed link", "not-accepted/no-link", 1, rig -> {
                    rig.hub().freeze();
                    rig.leaf().kill();
                    rig.awaitRow(TcpState.CLOSE_WAIT);
                }),
                direct("client from source port = S2S port", NO_LINK, 1, rig -> {
                    rig.daemons().unlink();
                    rig.connectFrom(
                            rig.hub().s2sPort(), rig.hub().address(), rig.hub().clientPort());
                    rig.awaitRow("accepted", row -> row.state() == TcpState.ESTABLISHED && row.inode() != 0);
                }),
                direct("SQUIT, services in --s2s-ignore-peers", NO_LINK, 1, rig -> rig.daemons()
                                .unlink())
                        .preparedBy(Rig::connectToS2sPort)
                        .by(wire -> Rules.USUAL.withIgnoredPeers(wire.ourAddress())),
                direct("SQUIT, a stranger not in --s2s-peers", NO_LINK, 1, rig -> rig.daemons()
                                .unlink())
                        .preparedBy(Rig::connectToS2sPort)
                        .by(wire -> Rules.USUAL.withPeers(wire.leaf().linkAddress())),
                direct("two links, one lost, min-links 1", Watch.OK, 3, rig -> rig.daemons()
                                .unlink())
                        .preparedBy(Rig::connectToS2sPort),
                direct("two links, one lost, min-links 2", "ok/too-few-links", 1, rig -> rig.daemons()
                                .unlink())
                        .preparedBy(Rig::connectToS2sPort)
                        .by(wire -> Rules.USUAL.withMinLinks(2)),

                // the tables
                damaged("/proc/net: file missing", text -> null),
                damaged("/proc/net: empty", text -> ""),
                damaged("/proc/net: cut off in a row", text -> text.substring(0, text.length() - 60)),
                damaged("/proc/net: garbage", text -> text.replace(':', '?')),
                direct("/proc/net of another namespace", NO_LINK, 1, rig -> rig.tables()
                                .from(Path.of("/proc/net")))
                        .via(Via.DIRECT_OVER_COPY));
    }

    private static Fault direct(String name, String expected, int bound, Fault.Step strike) {
        return Fault.of(name, expected, bound, strike).via(Via.DIRECT);
    }

    /** The ages of links are kept: nothing but ok may follow when the tables can be read again. */
    private static Fault damaged(String name, UnaryOperator<String> damage) {
        return direct(name, UNREADABLE, 1, rig -> rig.tables().damage(damage))
                .via(Via.DIRECT_OVER_COPY)
                .lasting(2, rig -> {})
                .healedBy(rig -> rig.tables().damage(text -> text));
    }

    @TestFactory
    Stream<DynamicTest> everyFaultIsFoundInTime() {
        Daemons.requireRoot();
        Daemons.require("ip", InspIrcdNetwork.PROGRAM, NgIrcdNetwork.PROGRAM);
        ExecutorService trials = Executors.newFixedThreadPool(AT_ONCE);
        executor = trials;
        record Running(Trial trial, Future<Trial.Result> result) {}
        List<Running> running = faults().stream()
                .filter(fault -> CHOSEN.matcher(fault.name).find())
                .flatMap(fault -> fault.kinds.stream().map(kind -> new Trial(fault, kind)))
                .map(trial -> new Running(trial, trials.submit(() -> trial.run(newFolder()))))
                .toList();
        return running.stream().map(one -> dynamicTest(one.trial.name(), () -> judge(one.trial, one.result)));
    }

    private void judge(Trial trial, Future<Trial.Result> future) throws Throwable {
        Fault fault = trial.fault();
        String row = "%-42s %-9s %-22s".formatted(fault.name, trial.kind(), fault.expected);
        try {
            Trial.Result result = future.get();
            boolean never = fault.expected.equals(Watch.OK);
            measured.add(row
                    + (never
                            ? "never in %d polls".formatted(fault.bound)
                            : "%5d %5d %s".formatted(result.detected(), fault.bound, recovery(result))));
        } catch (ExecutionException e) {
            measured.add(row + "FAILED");
            throw e.getCause();
        }
    }

    private static String recovery(Trial.Result result) {
        return result.recovered() == 0 ? "" : "%9d".formatted(result.recovered());
    }

    private Path newFolder() {
        try {
            return Files.createTempDirectory(folder, "trial");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    void end() {
        if (executor == null) {
            return;
        }
        executor.shutdownNow();
        System.out.printf(
                "%n%-42s %-9s %-22s%5s %5s %9s%n%s%n%n",
                "fault", "daemon", "found (client/links)", "polls", "bound", "recovered", String.join("\n", measured));
    }
}
