package ircd.health.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.kernel.PortSet;
import ircd.health.kernel.SocketTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against real sockets of this JVM, and the kernel's own tables. */
@EnabledOnOs(OS.LINUX)
class HostCheckTest {
    private static final Path PROC_NET = Path.of("/proc/net");
    private static final Duration TIMEOUT = Duration.ofMillis(100);
    private static final String NOT_REGISTERED = ":irc.example 451 * :You have not registered\r\n";

    @ParameterizedTest
    @EnumSource(ClientCheckKind.class)
    void aDaemonThatAcceptsAndAnswersIsOk(ClientCheckKind kind) throws IOException {
        try (FakeDaemon daemon = FakeDaemon.answering(NOT_REGISTERED)) {
            ClientObservation seen = observe(daemon.port(), kind);

            assertEquals(ClientReason.OK, seen.reason());
            // A mere connect does not wait until the daemon has taken it.
            assertTrue(seen.acceptBacklog() == 0 || kind == ClientCheckKind.CONNECT, seen::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"CONNECT, OK", "ACCEPT, NOT_ACCEPTED", "IRC, NOT_ACCEPTED"})
    void aDaemonThatHangsStillCompletesConnects(ClientCheckKind kind, ClientReason expected) throws IOException {
        try (FakeDaemon daemon = FakeDaemon.hanging()) {
            assertEquals(expected, observe(daemon.port(), kind).reason());
        }
    }

    @Test
    void aProbeThatIsNotAcceptedIsKeptSoThatTheQueueDoesNotGrow() throws IOException {
        try (FakeDaemon daemon = FakeDaemon.hanging();
                HostCheck check = check(daemon.port(), ClientCheckKind.ACCEPT, PROC_NET)) {
            for (int poll = 0; poll < 8; poll++) {
                ClientObservation seen = check.observe().client();
                assertEquals(ClientReason.NOT_ACCEPTED, seen.reason());
                assertEquals(1, seen.acceptBacklog());
            }
        }
    }

    @Test
    void aDaemonThatGoesOnIsOkInTheNextPoll() throws IOException {
        try (FakeDaemon daemon = FakeDaemon.hanging();
                HostCheck check = check(daemon.port(), ClientCheckKind.ACCEPT, PROC_NET)) {
            assertEquals(ClientReason.NOT_ACCEPTED, check.observe().client().reason());
            daemon.accept(NOT_REGISTERED);

            assertEquals(ClientReason.OK, check.observe().client().reason());
            assertEquals(ClientReason.OK, check.observe().client().reason());
        }
    }

    @Test
    void aDaemonThatEndsWhileOurProbeWaitsIsRefusing() throws IOException {
        FakeDaemon daemon = FakeDaemon.hanging();
        try (HostCheck check = check(daemon.port(), ClientCheckKind.ACCEPT, PROC_NET)) {
            check.observe();
            daemon.close();

            assertEquals(ClientReason.REFUSED, check.observe().client().reason());
        }
    }

    @Test
    void nobodyListeningIsRefused() throws IOException {
        FakeDaemon gone = FakeDaemon.hanging();
        gone.close();

        ClientObservation seen = observe(gone.port(), ClientCheckKind.ACCEPT);

        assertEquals(ClientReason.REFUSED, seen.reason());
        assertEquals(ClientObservation.UNKNOWN_BACKLOG, seen.acceptBacklog());
    }

    @ParameterizedTest
    @CsvSource({
        "ERROR :Closing Link: throttled, REJECTED",
        ":irc.example 465 * :You are banned, REJECTED",
        ":irc.example NOTICE * :*** Looking up your hostname, OK",
        ":irc.example 020 * :Please wait, OK",
        "'\r\n\r\nPING :x', OK",
    })
    void theFirstLineDecides(String line, ClientReason expected) throws IOException {
        try (FakeDaemon daemon = FakeDaemon.answering(line + "\r\n")) {
            assertEquals(expected, observe(daemon.port(), ClientCheckKind.IRC).reason());
        }
    }

    @Test
    void silenceAndEndAreNoReply() throws IOException {
        try (FakeDaemon silent = FakeDaemon.answering("");
                FakeDaemon closing = FakeDaemon.answering(null)) {
            assertEquals(
                    ClientReason.NO_REPLY,
                    observe(silent.port(), ClientCheckKind.IRC).reason());
            assertEquals(
                    ClientReason.NO_REPLY,
                    observe(closing.port(), ClientCheckKind.IRC).reason());
        }
    }

    @Test
    void itNeverRegisters() throws Exception {
        try (FakeDaemon daemon = FakeDaemon.answering(NOT_REGISTERED)) {
            observe(daemon.port(), ClientCheckKind.IRC);

            assertEquals("PING :ircd-health\r\n", daemon.received());
            assertTrue(daemon.received().endsWith("\r\nQUIT\r\n"));
        }
    }

    @Test
    void tablesThatCannotBeReadLeaveTheConnectToDecide(@TempDir Path empty) throws IOException {
        try (FakeDaemon hanging = FakeDaemon.hanging();
                HostCheck check = check(hanging.port(), ClientCheckKind.ACCEPT, empty)) {
            Observation seen = check.observe();

            assertEquals(ClientReason.OK, seen.client().reason());
            assertEquals(new S2sObservation.Unreadable(empty.resolve("tcp") + ": no such file"), seen.s2s());
        }
    }

    @Test
    void aSystemWithoutTablesHasNoLinks() throws IOException {
        try (FakeDaemon daemon = FakeDaemon.answering(NOT_REGISTERED);
                HostCheck check = new HostCheck(target(daemon.port(), ClientCheckKind.ACCEPT), links(), null)) {
            Observation seen = check.observe();

            assertEquals(ClientReason.OK, seen.client().reason());
            assertEquals(new S2sObservation.Unsupported(), seen.s2s());
        }
    }

    @Test
    void aNameWithoutAddressIsUnresolved() {
        ClientTarget target =
                new ClientTarget("no-such-host.invalid", 6667, ClientCheckKind.CONNECT, TIMEOUT, TIMEOUT, false);
        try (HostCheck check = new HostCheck(target, links(), new SocketTable(PROC_NET))) {
            assertEquals(ClientReason.UNRESOLVED, check.observe().client().reason());
        }
    }

    private static ClientObservation observe(int port, ClientCheckKind kind) {
        try (HostCheck check = check(port, kind, PROC_NET)) {
            return check.observe().client();
        }
    }

    private static HostCheck check(int port, ClientCheckKind kind, Path procNet) {
        return new HostCheck(target(port, kind), links(), new SocketTable(procNet));
    }

    private static ClientTarget target(int port, ClientCheckKind kind) {
        return new ClientTarget("127.0.0.1", port, kind, TIMEOUT, TIMEOUT, false);
    }

    private static S2sFilter links() {
        return new S2sFilter(PortSet.of(4497), List.of(), List.of());
    }
}
