package ircd.health.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The harness's own IRC operator on one daemon. Only the harness registers on a daemon: the product never does. */
final class OperClient implements AutoCloseable {
    static final String NAME = "harness";
    static final String PASSWORD = "harness";

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Socket socket = new Socket();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** Blocks until the daemon has made us an operator: about 1 s on InspIRCd. */
    OperClient(String address, int port) {
        try {
            socket.connect(new InetSocketAddress(address, port), (int) ANSWER.toMillis());
            Thread reader = new Thread(this::read, "oper on " + address + ":" + port);
            reader.setDaemon(true);
            reader.start();
            send("NICK " + nick());
            send("USER harness 0 * :harness");
            awaitReply("001");
            send("OPER " + NAME + " " + PASSWORD);
            awaitReply("381");
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    synchronized void send(String line) {
        try {
            socket.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all servers that the daemon sees on its network, its own among them. */
    List<String> links() {
        lines.clear();
        send("LINKS");
        List<String> servers = new ArrayList<>();
        for (String[] words = nextReply(); !words[1].equals("365"); words = nextReply()) {
            if (words[1].equals("364")) {
                servers.add(words[3]);
            }
        }
        return List.copyOf(servers);
    }

    /** Blocks until the daemon has answered on this connection, the only one that this object ever has. */
    void ping() {
        String token = nick();
        send("PING :" + token);
        for (String[] words = nextReply();
                !(words[1].equals("PONG") && words[words.length - 1].endsWith(token));
                words = nextReply()) {}
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two of the same name, on two servers, would be ended when the servers link. ngIRCd takes nine characters. */
    private static String nick() {
        return "h%07x".formatted(ThreadLocalRandom.current().nextInt(1 << 28));
    }

    private void awaitReply(String numeric) {
        List<String> seen = new ArrayList<>();
        for (String[] words = nextReply(); !words[1].equals(numeric); words = nextReply()) {
            seen.add(String.join(" ", words));
            if (words[1].matches("4\\d\\d") && !words[1].equals("422")) {
                throw new IllegalStateException("expected " + numeric + ", got " + seen);
            }
        }
    }

    private String[] nextReply() {
        try {
            String line = lines.poll(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                close();
                throw new IllegalStateException("the daemon sent nothing for " + ANSWER.toSeconds() + " s");
            }
            if (line.startsWith("ERROR")) {
                throw new IllegalStateException("the daemon ended our connection: " + line);
            }
            return line.split(" ");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("PING")) {
                    send("PONG" + line.substring("PING".length()));
                } else if (line.indexOf(' ') > 0) {
                    lines.add(line);
                }
            }
        } catch (IOException | UncheckedIOException gone) {
            // The daemon was stopped, or we were: what waits for an answer must not wait longer.
        }
        lines.add("ERROR :connection closed");
        close();
    }
}
