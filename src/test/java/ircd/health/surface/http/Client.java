package ircd.health.surface.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Raw bytes in and out over a plain or a TLS socket that trusts everybody. */
final class Client implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    final Socket socket;

    Client(InetSocketAddress server, boolean tls) throws IOException {
        this(tls ? handshake(connect(server, null), server) : connect(server, null));
    }

    Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    static Socket connect(InetSocketAddress server, InetAddress from) throws IOException {
        Socket socket = new Socket();
        if (from != null) {
            socket.bind(new InetSocketAddress(from, 0));
        }
        socket.connect(server, PATIENCE_MILLIS);
        return socket;
    }

    static SSLSocket handshake(Socket plain, InetSocketAddress server, String... protocols) throws IOException {
        plain.setSoTimeout(PATIENCE_MILLIS);
        SSLSocket socket = (SSLSocket)
                trusting().getSocketFactory().createSocket(plain, server.getHostString(), server.getPort(), true);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.startHandshake();
        return socket;
    }

    static SSLContext trusting() {
        X509TrustManager everybody = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {everybody}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Client send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** One answer, as far as its Content-Length goes. */
    String answer() throws IOException {
        return answer(true);
    }

    /** One answer's head, and nothing more. */
    String head() throws IOException {
        return answer(false);
    }

    private String answer(boolean withBody) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            readOne(read);
            text = read.toString(ISO_8859_1);
        }
        int body = text.indexOf("Content-Length: ");
        int length = Integer.parseInt(text.substring(body + 16, text.indexOf('\r', body)));
        for (int i = 0; withBody && i < length; i++) {
            readOne(read);
        }
        return read.toString(ISO_8859_1);
    }

    private void readOne(ByteArrayOutputStream read) throws IOException {
        int b = socket.getInputStream().read();
        if (b < 0) {
            throw new IOException("closed after: " + read.toString(ISO_8859_1));
        }
        read.write(b);
    }

    /** All that comes until the server closes; a reset counts as a close. */
    String rest() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                read.write(b);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open after: " + read.toString(ISO_8859_1), e);
        } catch (SocketException | SSLException closed) {
            // as good as an end
        }
        return read.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
