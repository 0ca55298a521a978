package ircd.health.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;

/** HAProxy in the foreground, without privileges, and what its stats socket says. */
final class HaProxy implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(10);

    private final Path socket;
    private final Program program;

    /** What HAProxy thinks of a server of a backend, one word each as in its {@code show stat}. */
    record Server(Map<String, String> columns) {
        Server {
            columns = Map.copyOf(columns);
        }

        boolean isUp() {
            return word("status").equals("UP");
        }

        boolean isDown() {
            return word("status").equals("DOWN");
        }

        /** The outcome of the last check, such as {@code L7OK/200}; an asterisk while the next one is under way. */
        String check() {
            return word("check_status") + "/" + word("check_code");
        }

        /** Connections that are open to it. */
        int sessions() {
            return Integer.parseInt(word("scur"));
        }

        /** How often it went from up to down. */
        int timesDown() {
            return Integer.parseInt(word("chkdown"));
        }

        private String word(String column) {
            return requireNonNull(columns.get(column), column);
        }
    }

    /** Blocks until it answers on its stats socket, which the configuration names. */
    HaProxy(Path configuration, Path socket) {
        this.socket = requireNonNull(socket, "socket is null");
        String haproxy = Daemons.find("haproxy").orElseThrow().toString();
        program = new Program(Daemons.unprivileged(List.of(haproxy, "-db", "-f", configuration.toString())));
        try {
            Await.until("HAProxy runs", START_DEADLINE, () -> !program.isAlive() || Files.exists(socket));
        } catch (ConditionTimeoutException e) {
            close();
            throw new AssertionError(output(), e);
        }
        if (!program.isAlive()) {
            throw new AssertionError(output());
        }
    }

    Server server(String backend, String name) {
        List<String> rows = ask("show stat").lines().toList();
        String[] columns = rows.get(0).replaceFirst("^# ", "").split(",", -1);
        for (String row : rows) {
            String[] words = row.split(",", -1);
            if (words.length > 1 && words[0].equals(backend) && words[1].equals(name)) {
                Map<String, String> all = new LinkedHashMap<>();
                for (int column = 0; column < columns.length; column++) {
                    all.put(columns[column], words[column]);
                }
                return new Server(all);
            }
        }
        throw new AssertionError(backend + "/" + name + " is not in\n" + rows);
    }

    String output() {
        return program.output();
    }

    private String ask(String command) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
