package ircd.health.surface.systemd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.Socket;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Datagrams to the unix socket that {@code NOTIFY_SOCKET} names. The JDK has none of that kind. Netty's native library,
 * which is in use for the endpoint anyway, has: its bare socket, rather than a channel, since that needs no event loop
 * and no thread.
 */
final class NotifySocket implements Manager {
    /** sun_path in unix(7) has 108 bytes, of which a path needs one for its NUL. */
    private static final int LONGEST_NAME = 107;

    private final Socket socket;
    private final byte[] address;

    private NotifySocket(Socket socket, byte[] address) {
        this.socket = socket;
        this.address = address;
    }

    /**
     * Connects to nothing: whoever listens may come and go.
     *
     * @param name an absolute path, or {@code @} and an abstract name
     * @throws IOException in one line, what is wrong and what to do
     */
    static NotifySocket open(String name) throws IOException {
        byte[] address = name.getBytes(UTF_8);
        if (!name.matches("[/@].+") || address.length > LONGEST_NAME) {
            throw new IOException("this is no path and no abstract name of a unix socket");
        }
        if (name.startsWith("@")) {
            address[0] = 0;
        }
        if (!Epoll.isAvailable()) {
            throw new IOException("that takes Netty's native library, which cannot be loaded here; set Type=exec and"
                    + " WatchdogSec=0 in a drop-in, or systemd ends the service as one that never becomes ready");
        }
        return new NotifySocket(Socket.newSocketDomainDgram(), address);
    }

    @Override
    public void send(String message) throws IOException {
        byte[] bytes = message.getBytes(UTF_8);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        int sent;
        try {
            sent = socket.sendToDomainSocket(direct, 0, bytes.length, address);
        } catch (FileNotFoundException e) {
            throw new IOException("there is no such socket", e);
        } catch (Errors.NativeIoException e) {
            throw new IOException(String.valueOf(e.getMessage()).replaceFirst("^.*\\(-\\d+\\): ", ""), e);
        }
        if (sent < bytes.length) {
            throw new IOException("it takes no more messages at the moment");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
