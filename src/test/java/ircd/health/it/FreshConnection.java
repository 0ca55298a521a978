package ircd.health.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/**
 * One connection with a TLS session of its own, closed after one use. A new {@link java.net.http.HttpClient} for each
 * request would do too, but its connection stays open until it is collected, and the service counts connections per
 * address.
 */
final class FreshConnection implements AutoCloseable {
    private final URI uri;
    private final Socket socket;

    /** @param from an address of this host, or 0.0.0.0 for any */
    FreshConnection(URI uri, String from, Duration timeout) throws IOException {
        this.uri = requireNonNull(uri, "uri is null");
        socket = uri.getScheme().equals("https")
                ? AnyCertificate.newContext().getSocketFactory().createSocket()
                : new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), (int) timeout.toMillis());
            socket.setSoTimeout((int) timeout.toMillis());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Blocks until the whole answer is there and the service has closed. */
    HealthAnswer get(long askedNanos) throws IOException {
        String request =
                "GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
        int body = answer.indexOf("\r\n\r\n");
        if (body < 0) {
            throw new EOFException("closed after " + answer.length() + " characters");
        }
        int status = Integer.parseInt(answer.split(" ", 3)[1]);
        return new HealthAnswer(askedNanos, System.nanoTime(), status, answer.substring(body + 4), null);
    }

    /** The serial number of the certificate that is served; https only. */
    BigInteger serial() throws IOException {
        SSLSocket tls = (SSLSocket) socket;
        tls.startHandshake();
        return ((X509Certificate) tls.getSession().getPeerCertificates()[0]).getSerialNumber();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
