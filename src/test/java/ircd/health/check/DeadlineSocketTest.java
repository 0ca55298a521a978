package ircd.health.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineSocketTest {
    @Test
    void whatComesAfterTheDeadlineIsNotReadEvenIfItIsThere() throws IOException {
        try (ScriptedDaemon daemon = new ScriptedDaemon(ScriptedDaemon.greeting("abc"));
                DeadlineSocket socket = connect(daemon)) {
            InputStream in = socket.getInputStream();
            socket.expireIn(Probes.PATIENT);
            assertEquals('a', in.read());
            socket.expireIn(Duration.ZERO);

            assertThrows(SocketTimeoutException.class, in::read);
        }
    }

    @Test
    void theFirstFiveBytesAreKeptHoweverTheyAreRead() throws IOException {
        try (ScriptedDaemon daemon = new ScriptedDaemon(ScriptedDaemon.greeting("abcdefgh"));
                DeadlineSocket socket = connect(daemon)) {
            socket.expireIn(Probes.PATIENT);
            assertEquals("", socket.head());
            assertEquals('a', socket.getInputStream().read());
            assertEquals("a", socket.head());
            socket.getInputStream().readNBytes(6);
            assertEquals("abcde", socket.head());
        }
    }

    @Test
    void aPeerThatSendsWithoutEndIsCutOff() throws IOException {
        try (ScriptedDaemon daemon = new ScriptedDaemon(ScriptedDaemon.greeting("x".repeat(1_000_000)));
                DeadlineSocket socket = connect(daemon)) {
            socket.expireIn(Probes.PATIENT);

            IOException cutOff = assertThrows(
                    IOException.class, () -> socket.getInputStream().readAllBytes());
            assertEquals("the peer sends too much", cutOff.getMessage());
        }
    }

    private static DeadlineSocket connect(ScriptedDaemon daemon) throws IOException {
        DeadlineSocket socket = new DeadlineSocket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), daemon.port()));
        return socket;
    }
}
