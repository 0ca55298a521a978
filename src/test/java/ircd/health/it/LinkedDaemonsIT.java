package ircd.health.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.EnumSource;

/** What the other integration tests take for granted of their daemons, without the product. */
@EnumSource(NetworkKind.class)
final class LinkedDaemonsIT extends OverRealDaemons {
    @Test
    void anUnlinkLasts() {
        daemons().unlink();

        Await.pass(Duration.ofSeconds(3));

        assertFalse(daemons().isLinked());
    }

    @Test
    void theLinkCanFlapAtOnce() {
        for (int flap = 0; flap < 3; flap++) {
            daemons().relink();
        }

        assertTrue(daemons().isLinked());
    }

    @Test
    void aFrozenDaemonTakesConnectionsButAnswersNothing() throws IOException {
        daemons().hub().freeze();

        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            daemons().hub().address(), daemons().hub().clientPort()),
                    1_000);
            socket.setSoTimeout(500);
            socket.getOutputStream().write("PING :x\r\n".getBytes(US_ASCII));
            assertThrows(
                    SocketTimeoutException.class, () -> socket.getInputStream().read());
            daemons().hub().thaw();
            socket.setSoTimeout(5_000);
            assertTrue(socket.getInputStream().read() > 0);
        }
        assertTrue(daemons().isLinked());
    }

    @Test
    void aKilledDaemonIsMissedByTheOtherAndComesBack() {
        daemons().hub().kill();
        assertFalse(daemons().hub().isRunning());

        daemons().hub().start();
        daemons().link();

        assertTrue(daemons().isLinked());
    }

    @Test
    void closingEndsFrozenProcessesToo() {
        LinkedDaemons others = kind().start();
        List<Long> pids = List.of(others.hub().pid(), others.leaf().pid());
        others.leaf().freeze();

        others.close();

        assertEquals(
                0,
                pids.stream().filter(pid -> ProcessHandle.of(pid).isPresent()).count());
    }
}
