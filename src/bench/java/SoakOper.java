import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An operator of a daemon, who answers its pings. */
final class SoakOper implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    /** Blocks until the daemon has made it one. */
    SoakOper(String address, int port) throws IOException {
        socket = new Socket(address, port);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        send("NICK soak");
        send("USER soak 0 * :soak");
        await(" 001 ");
        send("OPER soak soak");
        await(" 381 ");
        Thread reader = new Thread(this::read, "oper");
        reader.setDaemon(true);
        reader.start();
    }

    private void await(String numeric) throws IOException {
        for (String line = in.readLine(); !line.contains(numeric); line = in.readLine()) {
            if (line.startsWith("ERROR")) {
                throw new IOException(line);
            }
            answer(line);
        }
    }

    private void read() {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer(line);
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void answer(String line) throws IOException {
        if (line.startsWith("PING")) {
            send("PONG" + line.substring("PING".length()));
        }
    }

    synchronized void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
