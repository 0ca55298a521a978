package ircd.health.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Opens listeners on loopback that do not mind if their favourite port is taken. */
public final class LoopbackListener {
    private LoopbackListener() {}

    /** On the preferred port, or on any free one if it is taken. */
    public static ServerSocket open(int preferredPort) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        ServerSocket server = new ServerSocket();
        try {
            server.bind(new InetSocketAddress(loopback, preferredPort));
            return server;
        } catch (IOException taken) {
            server.close();
            return new ServerSocket(0, 0, loopback);
        }
    }
}
