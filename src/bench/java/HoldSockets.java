import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds CONNECTIONS established connections to itself, two descriptors and two rows of the socket table each, until it
 * is killed, for ten minutes at most. It listens no longer then, so that the number of helpers shows in no result. Usage: HoldSockets ADDRESS PORT CONNECTIONS; port 0 is any port.
 */
final class HoldSockets {
    public static void main(String[] args) throws Exception {
        List<Channel> held = new ArrayList<>();
        InetAddress address = InetAddress.getByName(args[0]);
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(new InetSocketAddress(address, Integer.parseInt(args[1])));
            int connections = Integer.parseInt(args[2]);
            for (int i = 0; i < connections; i++) {
                held.add(SocketChannel.open(server.getLocalAddress()));
                held.add(server.accept());
            }
        }
        System.out.println("holding " + held.size() + " sockets");
        Thread.sleep(600_000);
    }
}
