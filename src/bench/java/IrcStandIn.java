import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Accepts every connection and closes it when the other side has: enough of an IRC daemon for a client check. Usage: IrcStandIn PORT. */
final class IrcStandIn {
    public static void main(String[] args) throws Exception {
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(args[0]), 64, InetAddress.getByName("127.0.0.1"))) {
            System.out.println("listening");
            while (true) {
                try (Socket client = server.accept()) {
                    client.setSoTimeout(2_000);
                    client.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                    // A client that resets or says nothing is no concern of ours.
                }
            }
        }
    }
}
