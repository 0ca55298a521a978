package ircd.health.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.kernel.PortSet;
import ircd.health.kernel.SocketTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
    private static final String HEADING = "  sl  local_address rem_address   st\n";
    private static final String LINK =
            "   0: 0100007F:1191 0200007F:C350 01 00000000:00000000 00:00000000 00000000    39        0 36526 1 x\n";
    private static final String NOT_REGISTERED = ":irc.example 451 * :You have not registered\r\n";

    @ParameterizedTest
    @EnumSource(ClientCheckKind.class)
    void aDaemonThatAcceptsAndAnswersIsOk(ClientCheckKind kind) throws IOException {
        try (FakeDaemon daemon = FakeDaemon.answering(NOT_REGISTERED)) {
            ClientObservation seen = observe(daemon.port(), kind);

            assertEquals(ClientReason.OK, seen.reason());
            // The table is not read in one moment: the listener's row may still count our probe, and the probe's own,
            // read after it, tell that it is taken.
            assertTrue(seen.acceptBacklog() == 0 || seen.acceptBacklog() == 1, seen::toString);
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
    void aDaemonThatIsNotStartedIsRefusedAndHasNoLinks() throws IOException {
        FakeDaemon gone = FakeDaemon.hanging();
        gone.close();
        int nobodys = 1; // of the default port a demo that has just ended leaves a TIME_WAIT
        try (HostCheck check = new HostCheck(
                target(gone.port(), ClientCheckKind.ACCEPT), linksOn(nobodys), new SocketTable(PROC_NET))) {
            Observation seen = check.observe();

            assertEquals(ClientReason.REFUSED, seen.client().reason());
            assertEquals(ClientObservation.UNKNOWN_BACKLOG, seen.client().acceptBacklog());
            assertEquals(new S2sObservation.Seen(List.of(), List.of()), seen.s2s());
        }
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

    /** The second reading is of another file: the pipe's one reader is the first. */
    @Test
    void aLinkThatTheFirstReadingMissesIsFoundByASecondOne(@TempDir Path procNet) throws Exception {
        Path tcp = procNet.resolve("tcp");
        Files.writeString(tcp, HEADING + LINK);
        try (FakeDaemon daemon = FakeDaemon.answering(NOT_REGISTERED);
                HostCheck check = check(daemon.port(), ClientCheckKind.CONNECT, procNet)) {
            S2sObservation before = check.observe().s2s();
            Path whole = Files.move(tcp, procNet.resolve("whole"));
            new ProcessBuilder("mkfifo", tcp.toString()).start().waitFor();
            Thread kernel = new Thread(() -> {
                try (OutputStream pipe = Files.newOutputStream(tcp, StandardOpenOption.WRITE)) {
                    Files.move(whole, tcp, StandardCopyOption.REPLACE_EXISTING);
                    pipe.write(HEADING.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            kernel.start();

            assertEquals(before, check.observe().s2s());
            assertEquals(1, ((S2sObservation.Seen) before).links().size());
            kernel.join();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ''                | it is empty
            'garbage~'        | it does not start with the kernel's heading
            '  sl~   0: 0100' | it ends in the middle of a row
            """)
    void damagedTablesAreUnreadableAndNotWithoutLinks(String table, String why, @TempDir Path procNet)
            throws IOException {
        Files.writeString(procNet.resolve("tcp"), table.replace('~', '\n'));
        try (FakeDaemon hanging = FakeDaemon.hanging();
                HostCheck check = check(hanging.port(), ClientCheckKind.ACCEPT, procNet)) {
            Observation seen = check.observe();

            assertEquals(ClientReason.OK, seen.client().reason());
            assertEquals(new S2sObservation.Unreadable(procNet.resolve("tcp") + ": " + why), seen.s2s());
        }
    }

    @Test
    void javasOwnListenersShowAsMappedIpv4InTcp6() throws IOException {
        try (FakeDaemon daemon = FakeDaemon.hanging()) {
            String port = ":%04X 0000".formatted(daemon.port());

            assertTrue(Files.readString(PROC_NET.resolve("tcp6")).contains("0000000000000000FFFF00000100007F" + port));
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
    void aNameWithoutAddressIsUnresolvedAndHasNoQueueWhoeverListensHere() throws IOException {
        try (FakeDaemon daemon = FakeDaemon.hanging();
                HostCheck check = new HostCheck(
                        new ClientTarget(
                                "no-such-host.invalid",
                                daemon.port(),
                                ClientCheckKind.CONNECT,
                                TIMEOUT,
                                TIMEOUT,
                                false),
                        links(),
                        new SocketTable(PROC_NET))) {
            ClientObservation seen = check.observe().client();

            assertEquals(ClientReason.UNRESOLVED, seen.reason());
            assertEquals(ClientObservation.UNKNOWN_BACKLOG, seen.acceptBacklog());
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
        return linksOn(4497);
    }

    private static S2sFilter linksOn(int port) {
        return new S2sFilter(PortSet.of(port), List.of(), List.of());
    }
}
