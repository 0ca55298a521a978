package ircd.health.tls;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** The server's side of TLS by the JDK, for listeners that want sockets; with the pair of the moment. */
public final class TlsSockets {
    private static final char[] NO_PASSWORD = {};

    private volatile SSLSocketFactory factory;

    /** @throws GeneralSecurityException when the pair cannot be used */
    public TlsSockets(KeyMaterial pair) throws GeneralSecurityException {
        factory = factory(pair);
    }

    /**
     * Makes ready for another pair.
     *
     * @return puts it into service: sockets get it from then on, and those that are open go on with theirs
     * @throws GeneralSecurityException when the pair cannot be used
     */
    public Runnable prepare(KeyMaterial pair) throws GeneralSecurityException {
        SSLSocketFactory next = factory(pair);
        return () -> factory = next;
    }

    /** TLS over a socket that was accepted; the handshake is made by the first who reads or writes. */
    public Socket over(Socket accepted) throws IOException {
        SSLSocket socket = (SSLSocket) factory.createSocket(accepted, null, accepted.getPort(), true);
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setEnabledCipherSuites(Stream.of(socket.getSupportedCipherSuites())
                .filter(TlsSockets::isForwardSecretAead)
                .toArray(String[]::new));
        socket.setSSLParameters(JdkLimits.in(socket.getSSLParameters()));
        return socket;
    }

    /** RFC 9325, 4.2, as on the public endpoint. */
    private static boolean isForwardSecretAead(String suite) {
        return suite.matches("TLS_(AES|CHACHA20)_.*|TLS_ECDHE_(RSA|ECDSA)_WITH_(AES_\\d+_GCM|CHACHA20)_.*");
    }

    private static SSLSocketFactory factory(KeyMaterial pair) throws GeneralSecurityException {
        requireNonNull(pair, "pair is null");
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("served", pair.key(), NO_PASSWORD, pair.chain().toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context.getSocketFactory();
        } catch (IOException e) {
            throw new GeneralSecurityException(e); // an empty store is not read from anywhere
        }
    }
}
