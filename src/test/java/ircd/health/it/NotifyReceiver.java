package ircd.health.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainDatagramSocketAddress;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a service manager listens on, and the lines that it is told. */
final class NotifyReceiver implements AutoCloseable {
    private final String name;
    private final Socket socket;
    private final List<String> lines = new ArrayList<>();

    /** @param name a path, or {@code @} and an abstract name */
    NotifyReceiver(String name) {
        Epoll.ensureAvailability();
        this.name = name;
        socket = Socket.newSocketDomainDgram();
        try {
            socket.bind(new DomainSocketAddress(name.replace('@', '\0')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Words to put before a command, so that it is told of this one. */
    List<String> env(String... more) {
        List<String> words = new ArrayList<>(List.of("env", "NOTIFY_SOCKET=" + name));
        words.addAll(List.of(more));
        return words;
    }

    /** All lines until now, in order. */
    List<String> lines() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        try {
            while (true) {
                DomainDatagramSocketAddress from = socket.recvFromDomainSocket(buffer, 0, buffer.capacity());
                if (from == null) {
                    return List.copyOf(lines);
                }
                byte[] bytes = new byte[from.receivedAmount()];
                buffer.get(0, bytes);
                lines.addAll(List.of(new String(bytes, UTF_8).split("\n")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long count(String line) {
        return lines().stream().filter(line::equals).count();
    }

    void await(String line, Duration atMost) {
        Await.until(line, atMost, () -> count(line) > 0, () -> lines().toString());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
