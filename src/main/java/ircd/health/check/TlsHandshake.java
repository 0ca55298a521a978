package ircd.health.check;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Speaks TLS with the client port. The certificate is looked at, never verified: whether it is valid is a metric, and
 * no matter for the verdict.
 */
final class TlsHandshake {
    private final SSLContext context;

    TlsHandshake() {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAnyone()}, new SecureRandom());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** @param socket null unless {@code reason} is {@link ClientReason#OK} */
    record Result(ClientReason reason, @Nullable Socket socket, @Nullable Instant certificateNotAfter) {}

    /** Blocks; {@code timeout} bounds each read of the handshake. */
    Result with(Socket plain, Duration timeout) {
        try {
            plain.setSoTimeout(Math.toIntExact(timeout.toMillis()));
            String host = plain.getInetAddress().getHostAddress();
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), false);
            socket.startHandshake();
            return new Result(ClientReason.OK, socket, notAfter(socket.getSession()));
        } catch (SocketTimeoutException e) {
            return new Result(ClientReason.TLS_NO_REPLY, null, null);
        } catch (IOException e) {
            return new Result(ClientReason.TLS_FAILED, null, null);
        }
    }

    private static @Nullable Instant notAfter(SSLSession session) throws IOException {
        Certificate[] chain = session.getPeerCertificates();
        return chain.length > 0 && chain[0] instanceof X509Certificate leaf
                ? leaf.getNotAfter().toInstant()
                : null;
    }

    private static final class TrustAnyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String authType, javax.net.ssl.@Nullable SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String authType, javax.net.ssl.@Nullable SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
