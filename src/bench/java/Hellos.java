import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * Between a TLS client and a server on loopback ({@code Hellos LISTEN_PORT SERVER_PORT}): prints for each connection
 * whether its ClientHello offers a session to resume ({@code resumes}) or none ({@code full}), and passes all bytes on.
 */
final class Hellos {
    private static final int SESSION_TICKET = 35;
    private static final int PRE_SHARED_KEY = 41;
    private static final int SUPPORTED_VERSIONS = 43;

    private Hellos() {}

    public static void main(String[] args) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket listener = new ServerSocket(Integer.parseInt(args[0]), 64, loopback)) {
            System.out.println("listening");
            while (true) {
                Socket client = listener.accept();
                inBackground(() -> {
                    try (client;
                            Socket server = new Socket(loopback, Integer.parseInt(args[1]))) {
                        serve(client, server);
                    }
                });
            }
        }
    }

    private static void serve(Socket client, Socket server) throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        DataInputStream in = new DataInputStream(client.getInputStream());
        byte[] record = new byte[5];
        in.readFully(record);
        byte[] hello = new byte[(record[3] & 0xFF) << 8 | record[4] & 0xFF];
        in.readFully(hello);
        System.out.println(resumes(ByteBuffer.wrap(hello)) ? "resumes" : "full");
        server.getOutputStream().write(record);
        server.getOutputStream().write(hello);
        inBackground(() -> pass(server, client));
        pass(client, server);
    }

    private static void pass(Socket from, Socket to) throws IOException {
        try (OutputStream out = to.getOutputStream()) {
            from.getInputStream().transferTo(out);
        }
    }

    private interface Exchange {
        void run() throws IOException;
    }

    private static void inBackground(Exchange exchange) {
        Thread thread = new Thread(() -> {
            try {
                exchange.run();
            } catch (IOException ended) {
                // by either side
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** RFC 5246, 7.4.1.2; RFC 5077, 3.2; RFC 8446, 4.2.11. A TLS 1.3 client's session id is a random number (D.4). */
    private static boolean resumes(ByteBuffer hello) {
        hello.position(4 + 2 + 32);
        boolean sessionId = hello.get(hello.position()) > 0;
        skip(hello, hello.get() & 0xFF);
        skip(hello, hello.getShort() & 0xFFFF);
        skip(hello, hello.get() & 0xFF);
        hello.getShort();
        boolean ticket = false;
        boolean tls13 = false;
        while (hello.hasRemaining()) {
            int extension = hello.getShort() & 0xFFFF;
            int length = hello.getShort() & 0xFFFF;
            ticket |= extension == PRE_SHARED_KEY || extension == SESSION_TICKET && length > 0;
            tls13 |= extension == SUPPORTED_VERSIONS;
            skip(hello, length);
        }
        return ticket || sessionId && !tls13;
    }

    private static void skip(ByteBuffer hello, int length) {
        hello.position(hello.position() + length);
    }
}
