package ircd.health.surface.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.tls.KeyMaterial;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(QuietLog.class)
class TlsTest {
    private static final String GET = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Endpoints endpoints = new Endpoints();

    @ParameterizedTest
    @EnumSource(names = {"NIO_JDK_TLS", "EPOLL_BORINGSSL"})
    void speaksTls12And13AndNothingOlder(Way way) throws IOException {
        try (PublicEndpoint endpoint = endpoints.start(way)) {
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                try (SSLSocket socket = handshake(endpoint, protocol)) {
                    assertEquals(protocol, socket.getSession().getProtocol());
                    assertTrue(new Client(socket).send(GET).answer().startsWith("HTTP/1.1 200"));
                }
            }
            // The JDK's client will not offer TLS 1.1 any more: a ClientHello that ends there, by hand.
            try (Client old = new Client(Client.connect(endpoint.address(), null))) {
                String alert = old.send(clientHello("\u0003\u0002")).rest();
                assertEquals("\u0015", alert.substring(0, 1));
                assertEquals("\u0002F", alert.substring(5), "fatal, protocol_version");
            }
            Awaitility.await().until(() -> endpoints.stats.handshakeFailures() == 1);
        }
    }

    /** As of RFC 5246, 7.4.1.2, with the one suite of TLS 1.1 that everybody had and no extensions. */
    private static String clientHello(String version) {
        String body = version + "r".repeat(32) + "\u0000" + "\u0000\u0002\u0000/" + "\u0001\u0000";
        String handshake = "\u0001\u0000\u0000" + (char) body.length() + body;
        return "\u0016\u0003\u0001\u0000" + (char) handshake.length() + handshake;
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO_JDK_TLS", "EPOLL_BORINGSSL"})
    void takesForwardSecretAeadSuitesOnly(Way way) throws IOException {
        way.assumeAvailable();
        for (KeyMaterial pair : List.of(Certificates.EC, Certificates.RSA)) {
            try (PublicEndpoint endpoint =
                    PublicEndpoint.start(endpoints.settings(way), pair, endpoints.source, endpoints.stats)) {
                SSLSocket any = (SSLSocket) Client.trusting().getSocketFactory().createSocket();
                String[] all = any.getSupportedCipherSuites();
                any.close();
                String kind = pair.equals(Certificates.EC) ? "_ECDSA_" : "_RSA_";
                List<String> taken = Arrays.stream(all)
                        .filter(suite -> takes(endpoint, suite))
                        .sorted()
                        .toList();
                assertEquals(
                        List.of(
                                "TLS_ECDHE" + kind + "WITH_AES_128_GCM_SHA256",
                                "TLS_ECDHE" + kind + "WITH_AES_256_GCM_SHA384",
                                "TLS_ECDHE" + kind + "WITH_CHACHA20_POLY1305_SHA256"),
                        taken);
            }
        }
    }

    private static boolean takes(PublicEndpoint endpoint, String suite) {
        try (SSLSocket socket = unconnected(endpoint)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {suite});
            socket.startHandshake();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO_JDK_TLS", "EPOLL_BORINGSSL"})
    void alpnIsHttp11ForThoseWhoAskAndNoObstacleForOthers(Way way) throws IOException {
        try (PublicEndpoint endpoint = endpoints.start(way)) {
            assertEquals("http/1.1", alpn(endpoint, "h2", "http/1.1"));
            assertEquals("", alpn(endpoint));
        }
    }

    private static String alpn(PublicEndpoint endpoint, String... offered) throws IOException {
        try (SSLSocket socket = unconnected(endpoint)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(offered);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getApplicationProtocol();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO_JDK_TLS", "EPOLL_BORINGSSL"})
    void aSecondHandshakeOnAConnectionEndsIt(Way way) throws IOException {
        try (PublicEndpoint endpoint = endpoints.start(way);
                SSLSocket socket = handshake(endpoint, "TLSv1.2")) {
            Client client = new Client(socket);
            client.send(GET).answer();
            assertThrows(IOException.class, () -> {
                socket.startHandshake();
                client.send(GET).answer();
            });
        }
        assertEquals(1, endpoints.stats.refusedByReason().get("renegotiation"));
        assertEquals(1, endpoints.stats.handshakes());
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO_JDK_TLS", "EPOLL_BORINGSSL"})
    void aReplacedCertificateIsForNewConnectionsAndOldOnesGoOn(Way way) throws IOException {
        try (PublicEndpoint endpoint = endpoints.start(way);
                SSLSocket before = handshake(endpoint)) {
            Client old = new Client(before);
            endpoint.replaceCertificate(Certificates.EC_RENEWED);
            assertEquals("CN=renewed", subject(endpoint));
            endpoint.replaceCertificate(Certificates.RSA);
            assertEquals("CN=rsa", subject(endpoint));
            assertTrue(old.send(GET).answer().startsWith("HTTP/1.1 200"));
        }
    }

    /** The JDK's engine looks at the key at once, BoringSSL's not before the first handshake. */
    @Test
    void aPairThatCannotBeInstalledIsAFailedStartAndLeavesTheOldOneServing() throws IOException {
        Way way = Way.NIO_JDK_TLS;
        try (PublicEndpoint endpoint = endpoints.start(way)) {
            IOException refused =
                    assertThrows(IOException.class, () -> endpoint.replaceCertificate(Certificates.UNREADABLE));
            assertTrue(refused.getMessage().startsWith("the certificate cannot be used: "), refused::getMessage);
            assertEquals("CN=ec", subject(endpoint));
        }
        assertThrows(
                IOException.class,
                () -> PublicEndpoint.start(
                        endpoints.settings(way), Certificates.UNREADABLE, endpoints.source, endpoints.stats));
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO_JDK_TLS", "EPOLL_BORINGSSL"})
    void noHandshakeFailsWhileCertificatesAreReplaced(Way way) throws Exception {
        try (PublicEndpoint endpoint = endpoints.start(way)) {
            Thread replacing = new Thread(() -> {
                try {
                    while (!Thread.currentThread().isInterrupted()) {
                        endpoint.replaceCertificate(Certificates.RSA);
                        endpoint.replaceCertificate(Certificates.EC);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            replacing.start();
            for (int i = 0; i < 20; i++) {
                try (Client client = new Client(endpoint.address(), true)) {
                    assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 200"));
                }
            }
            assertTrue(replacing.isAlive());
            replacing.interrupt();
            replacing.join();
        }
        assertEquals(0, endpoints.stats.handshakeFailures());
    }

    @Test
    void aPlainOrClosedEndpointHasNoCertificateToReplace() throws IOException {
        PublicEndpoint plain = endpoints.start(Way.NIO_PLAIN);
        assertThrows(IllegalStateException.class, () -> plain.replaceCertificate(Certificates.EC));
        plain.close();
        PublicEndpoint closed = endpoints.start(Way.NIO_JDK_TLS);
        closed.close();
        assertThrows(IllegalStateException.class, () -> closed.replaceCertificate(Certificates.EC));
    }

    private static String subject(PublicEndpoint endpoint) throws IOException {
        try (SSLSocket socket = handshake(endpoint)) {
            return socket.getSession().getPeerPrincipal().getName();
        }
    }

    private static SSLSocket handshake(PublicEndpoint endpoint, String... protocols) throws IOException {
        return Client.handshake(Client.connect(endpoint.address(), null), endpoint.address(), protocols);
    }

    private static SSLSocket unconnected(PublicEndpoint endpoint) throws IOException {
        Socket plain = Client.connect(endpoint.address(), null);
        plain.setSoTimeout(10_000);
        return (SSLSocket) Client.trusting()
                .getSocketFactory()
                .createSocket(
                        plain,
                        endpoint.address().getHostString(),
                        endpoint.address().getPort(),
                        true);
    }
}
