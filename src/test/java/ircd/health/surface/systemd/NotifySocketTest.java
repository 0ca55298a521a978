package ircd.health.surface.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real sockets. */
class NotifySocketTest {
    private final Path folder;

    NotifySocketTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void nativeLibraryIsThere() {
        assumeTrue(Epoll.isAvailable(), "Netty's native library cannot be loaded");
    }

    @Test
    void aMessageComesToThePathAsOneDatagram() throws IOException {
        assertArrives(folder.resolve("notify").toString());
    }

    @Test
    void aMessageComesToTheAbstractName() throws IOException {
        assertArrives("@ircd-health-" + UUID.randomUUID());
    }

    @Test
    void aListenerThatComesLaterIsHeardBy() throws IOException {
        String path = folder.resolve("notify").toString();
        try (NotifySocket socket = NotifySocket.open(path)) {
            assertEquals("there is no such socket", failure(socket));
            Socket listener = listen(path);
            socket.send("READY=1");
            assertEquals("READY=1", receive(listener));

            listener.close();
            assertEquals("Connection refused", failure(socket));
        }
    }

    @Test
    void oneThatTakesNoMoreDoesNotBlock() throws IOException {
        String path = folder.resolve("notify").toString();
        Socket listener = listen(path);
        try (NotifySocket socket = NotifySocket.open(path)) {
            IOException full = assertThrows(IOException.class, () -> {
                for (int i = 0; i < 100_000; i++) {
                    socket.send("WATCHDOG=1");
                }
            });
            assertEquals("it takes no more messages at the moment", full.getMessage());
        } finally {
            listener.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative/path", "/", "@", "vsock:2:1234", " "})
    void whatIsNoNameOfASocketIsRefused(String name) {
        assertRefused(name);
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        assertRefused("/" + "x".repeat(107));
    }

    private static void assertRefused(String name) {
        IOException refused = assertThrows(IOException.class, () -> NotifySocket.open(name));
        assertEquals("this is no path and no abstract name of a unix socket", refused.getMessage());
    }

    private static void assertArrives(String name) throws IOException {
        Socket listener = listen(name);
        try (NotifySocket socket = NotifySocket.open(name)) {
            socket.send("READY=1\nSTATUS=müde");
            assertEquals("READY=1\nSTATUS=müde", receive(listener));
        } finally {
            listener.close();
        }
    }

    private static Socket listen(String name) throws IOException {
        Socket listener = Socket.newSocketDomainDgram();
        listener.bind(new DomainSocketAddress(name.replace('@', '\0')));
        return listener;
    }

    private static String receive(Socket listener) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        int length = listener.recvFromDomainSocket(buffer, 0, buffer.capacity()).receivedAmount();
        byte[] bytes = new byte[length];
        buffer.get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String failure(NotifySocket socket) {
        return String.valueOf(
                assertThrows(IOException.class, () -> socket.send("READY=1")).getMessage());
    }
}
