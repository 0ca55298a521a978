import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection that asks and reads to the octet. TLS sessions are never resumed. */
final class SoakHttp implements AutoCloseable {
    static final int PUBLIC = 8443;
    static final int METRICS = 9679;
    private static final int PATIENCE_MILLIS = 15_000;

    private final Socket socket;
    private final InputStream in;

    record Answer(int status, String body) {}

    private SoakHttp(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static Socket plain(int port) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
        return socket;
    }

    static SSLSocket tls(int port, String... protocols) throws IOException {
        Socket plain = plain(port);
        try {
            SSLContext fresh = Trusting.context();
            SSLSocket socket = (SSLSocket) fresh.getSocketFactory().createSocket(plain, "localhost", port, true);
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
            socket.startHandshake();
            return socket;
        } catch (IOException | GeneralSecurityException e) {
            plain.close();
            throw e instanceof IOException known ? known : new IOException(e);
        }
    }

    static SoakHttp endpoint(String... protocols) throws IOException {
        return new SoakHttp(tls(PUBLIC, protocols));
    }

    static SoakHttp metrics() throws IOException {
        return new SoakHttp(plain(METRICS));
    }

    /** Asks on a connection of its own. */
    static Answer scrape(String path) throws IOException {
        try (SoakHttp metrics = metrics()) {
            return metrics.ask("GET", path);
        }
    }

    Certificate served() throws IOException {
        return ((SSLSocket) socket).getSession().getPeerCertificates()[0];
    }

    Answer ask(String method, String path) throws IOException {
        String request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String statusLine = line();
        int length = -1;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring("content-length:".length()).trim());
            }
        }
        byte[] body = method.equals("HEAD") ? new byte[0] : length < 0 ? in.readAllBytes() : in.readNBytes(length);
        return new Answer(Integer.parseInt(statusLine.split(" ")[1]), new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("closed after '" + line + "'");
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.US_ASCII).strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
