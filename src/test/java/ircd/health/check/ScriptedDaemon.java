package ircd.health.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts one connection after another, counts them, and does to each what a test tells it to. */
final class ScriptedDaemon implements AutoCloseable {
    private final ServerSocket server;
    private final Script script;
    private final AtomicInteger accepted = new AtomicInteger();

    /** What is done to a connection; it is closed afterwards. An IOException is the end of the connection. */
    @FunctionalInterface
    interface Script {
        void play(Socket socket) throws IOException;
    }

    ScriptedDaemon(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    /** @param server may be a TLS one */
    ScriptedDaemon(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
        Thread thread = new Thread(this::serve, "scripted-daemon");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    int accepted() {
        return accepted.get();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                accepted.incrementAndGet();
                script.play(socket);
            } catch (IOException e) {
                // a probe resets its connection
            }
        }
    }

    /** Waits until the probe has ended. */
    static void drain(Socket socket) throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /** Says the text at once. */
    static Script greeting(String text) {
        return socket -> {
            say(socket, bytes(text));
            drain(socket);
        };
    }

    /** Answers once a whole line has come, whatever stands in it. */
    static Script answering(byte[] answer) {
        return socket -> {
            readLine(socket.getInputStream());
            say(socket, answer);
            drain(socket);
        };
    }

    /** Answers only when a plain line has come. */
    static Script answeringLate(String answer) {
        return socket -> {
            StringBuilder received = new StringBuilder();
            while (!received.toString().endsWith("\r\nPING :ircd-health\r\n")) {
                int character = socket.getInputStream().read();
                if (character < 0) {
                    return;
                }
                received.append((char) character);
            }
            say(socket, bytes(answer));
            drain(socket);
        };
    }

    /** Speaks before it is asked, and closes. */
    static Script refusing(byte[] answer) {
        return socket -> say(socket, answer);
    }

    /** Speaks when it is asked, and closes with a reset. */
    static Script resetting(byte[] answer) {
        return socket -> {
            socket.setSoLinger(true, 0);
            socket.getInputStream().read();
            say(socket, answer);
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void say(Socket socket, byte[] answer) throws IOException {
        socket.getOutputStream().write(answer);
        socket.getOutputStream().flush();
    }

    private static void readLine(InputStream in) throws IOException {
        int character = in.read();
        while (character >= 0 && character != '\n') {
            character = in.read();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
