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
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Speaks TLS with the client port. The certificate is looked at, never verified: whether it is valid is a metric, and
 * no matter for the verdict.
 */
final class TlsHandshake {
    private static final char ALERT = 0x15;
    private static final char HANDSHAKE = 0x16;

    private TlsHandshake() {}

    /** @param socket null unless {@code reason} is {@link ClientReason#OK} */
    record Result(ClientReason reason, @Nullable Socket socket, @Nullable Instant certificateNotAfter) {
        static Result failed(ClientReason reason) {
            return new Result(reason, null, null);
        }
    }

    /**
     * Blocks.
     *
     * @param timeout for the whole handshake
     * @param plainTimeout for one more line in plain text, if the handshake had no answer
     */
    static Result with(DeadlineSocket plain, Duration timeout, Duration plainTimeout) {
        SSLSocketFactory factory = newContext().getSocketFactory(); // the first one takes its time
        plain.expireIn(timeout);
        try {
            String host = plain.getInetAddress().getHostAddress();
            SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, plain.getPort(), false);
            socket.startHandshake();
            return new Result(ClientReason.OK, socket, notAfter(socket.getSession()));
        } catch (SocketTimeoutException e) {
            return Result.failed(afterSilence(plain, plainTimeout));
        } catch (IOException e) {
            return Result.failed(reasonOf(plain, ClientReason.TLS_FAILED));
        }
    }

    private static ClientReason afterSilence(DeadlineSocket plain, Duration plainTimeout) {
        if (plain.head().isEmpty()) {
            // A plain port takes the handshake for the start of a line, and waits for its end.
            plain.expireIn(plainTimeout);
            Conversation.endLineAndAsk(plain);
        }
        return reasonOf(plain, ClientReason.TLS_NO_REPLY);
    }

    private static ClientReason reasonOf(DeadlineSocket plain, ClientReason unlessPlain) {
        String head = plain.head();
        if (head.isEmpty() || head.charAt(0) == ALERT || head.charAt(0) == HANDSHAKE) {
            return unlessPlain;
        }
        // ngIRCd says ERROR in plain text on its TLS ports, too.
        return head.equals("ERROR") ? ClientReason.REJECTED : ClientReason.PLAIN_PORT;
    }

    /**
     * A new one for each handshake, since a context remembers sessions: a daemon that resumes one shows no certificate,
     * and a renewed certificate would go unnoticed for as long as the daemon's tickets last.
     */
    private static SSLContext newContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAnyone()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
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
        public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
