package ircd.health.check;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.kernel.SocketTable;
import ircd.health.kernel.TcpSocket;
import ircd.health.tls.KeyMaterial;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A poll makes one connection at the most, never registers, and leaves nothing in the kernel's tables. */
@EnabledOnOs(OS.LINUX)
class HarmlessTest {
    private static final int POLLS = 100;
    private static final String NOT_REGISTERED = ":irc.example 451 * :You have not registered\r\n";
    private static final String TALK = "PING :ircd-health\r\nQUIT\r\n";

    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @EnumSource(ClientCheckKind.class)
    void aDaemonThatAnswers(ClientCheckKind kind) throws IOException {
        try (ScriptedDaemon daemon = new ScriptedDaemon(this::answerAndRemember)) {
            poll(daemon, kind, false, ClientReason.OK);
        }
        if (kind == ClientCheckKind.IRC) {
            received.forEach(talk -> assertTrue(TALK.startsWith(talk), talk)); // the reset may overtake QUIT
        } else {
            received.forEach(talk -> assertEquals("", talk));
        }
    }

    @Test
    void aDaemonThatAnswersWithinTls(@TempDir Path dir) throws Exception {
        KeyMaterial material = TlsDaemons.certificate(dir, "a", "a", "20250101", "20450101");
        try (ScriptedDaemon daemon = TlsDaemons.start(new AtomicReference<>(material), this::answerAndRemember)) {
            poll(daemon, ClientCheckKind.IRC, true, ClientReason.OK);
        }
        received.forEach(talk -> assertTrue(TALK.startsWith(talk), talk));
    }

    @Test
    void aDaemonThatRefusesAndCloses() throws IOException {
        byte[] error = ScriptedDaemon.bytes("ERROR :Closing Link: throttled\r\n");
        try (ScriptedDaemon daemon = new ScriptedDaemon(ScriptedDaemon.refusing(error))) {
            poll(daemon, ClientCheckKind.IRC, false, ClientReason.REJECTED);
        }
    }

    @Test
    void aPortThatSpeaksNoTls() throws IOException {
        try (ScriptedDaemon daemon = new ScriptedDaemon(ScriptedDaemon.greeting(NOT_REGISTERED))) {
            poll(daemon, ClientCheckKind.IRC, true, ClientReason.PLAIN_PORT);
        }
    }

    @Test
    void aDaemonThatHangsHoldsOneConnectionUntilTheCheckIsClosed() throws IOException {
        try (FakeDaemon daemon = FakeDaemon.hanging()) {
            try (HostCheck check =
                    Probes.check(daemon.port(), ClientCheckKind.IRC, false, Probes.HASTY, Probes.HASTY)) {
                for (int poll = 0; poll < 5; poll++) {
                    assertEquals(
                            ClientReason.NOT_ACCEPTED, check.observe().client().reason());
                    assertEquals(2, connections(daemon.port()).size(), "both ends of one connection");
                }
            }
            assertEquals(List.of(), connections(daemon.port()));
        }
    }

    private static void poll(ScriptedDaemon daemon, ClientCheckKind kind, boolean tls, ClientReason expected)
            throws IOException {
        try (HostCheck check = Probes.patient(daemon.port(), kind, tls)) {
            for (int poll = 0; poll < POLLS; poll++) {
                assertEquals(expected, check.observe().client().reason());
                assertTrue(daemon.accepted() <= poll + 1);
            }
            await().atMost(Probes.PATIENT).until(() -> daemon.accepted() >= POLLS);
            assertEquals(POLLS, daemon.accepted());
            assertEquals(List.of(), connections(daemon.port()));
        }
    }

    /** All that the kernel knows of the port but its listener, TIME_WAIT included. */
    private static List<TcpSocket> connections(int port) throws IOException {
        return new SocketTable(Path.of("/proc/net"))
                .read((local, remote, listening) -> !listening && (local == port || remote == port)).stream()
                        .distinct() // now and then the kernel lists a socket twice
                        .toList();
    }

    private void answerAndRemember(Socket socket) throws IOException {
        byte[] bytes = new byte[512];
        StringBuilder talk = new StringBuilder();
        try {
            int length = socket.getInputStream().read(bytes);
            while (length >= 0) {
                talk.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
                if (talk.toString().endsWith("PING :ircd-health\r\n")) {
                    socket.getOutputStream().write(ScriptedDaemon.bytes(NOT_REGISTERED));
                }
                length = socket.getInputStream().read(bytes);
            }
        } finally {
            received.add(talk.toString());
        }
    }
}
