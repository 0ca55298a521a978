package ircd.health.surface.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import ircd.health.tls.JdkLimits;
import ircd.health.tls.KeyMaterial;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The server's side of TLS with the pair of the moment; a new pair concerns the connections made after it. */
final class TlsServer implements AutoCloseable {
    /** Forward-secret AEAD only (RFC 9325, 4.2). Server's order; TLS 1.3 first. */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** BoringSSL's; {@link JdkLimits} leave the JDK with the same. */
    private static final List<String> GROUPS = List.of("x25519", "secp256r1", "secp384r1");

    /**
     * Both engines resume sessions by tickets under keys that they make and renew themselves: the JDK with this period,
     * BoringSSL every two days, which is also how long it resumes TLS 1.3 (always with a new key exchange, and so with
     * forward secrecy). A new pair begins with new keys.
     */
    private static final long SESSION_TIMEOUT_SECONDS = 3600;

    private static final long SESSION_CACHE_SIZE = 256;

    /**
     * What Netty puts the key into, in memory and under no password. The JDK's default kind, PKCS#12, would be encrypted,
     * with a key made by 10,000 rounds of a hash: a tenth of the time that a start takes.
     */
    private static final String KEY_STORE = "JKS";

    /** Nobody is asked for a certificate. By default Netty reads, and keeps, all the authorities that Java trusts. */
    private static final X509TrustManager NO_CLIENTS = new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("no client is asked for a certificate");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this is a server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    };

    private final SslProvider provider;
    private final String name;
    private @Nullable SslContext context;

    /** @throws SSLException when the pair cannot be installed */
    TlsServer(boolean nativeWanted, KeyMaterial pair) throws SSLException {
        provider = nativeWanted && OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
        RsaSigner signer = signer(pair);
        name = provider == SslProvider.JDK
                ? "JDK TLS"
                : OpenSsl.versionString() + (signer == null ? "" : ", RSA by AWS-LC");
        context = newContext(pair, signer);
    }

    /** What signs and encrypts, as it began. */
    String name() {
        return name;
    }

    /** Leaves the old pair in place when the new one cannot be installed. */
    void replace(KeyMaterial pair) throws SSLException {
        SslContext fresh = newContext(pair, signer(pair));
        SslContext old;
        synchronized (this) {
            old = context;
            context = old == null ? null : fresh;
        }
        if (old == null) {
            ReferenceCountUtil.release(fresh);
            throw new IllegalStateException("the endpoint is closed");
        }
        ReferenceCountUtil.release(old);
    }

    /** Connections that were made with a context keep it alive themselves; this only guards the making. */
    SslHandler newHandler(ByteBufAllocator allocator) throws SSLException {
        SslContext current;
        synchronized (this) {
            if (context == null) {
                throw new SSLException("the endpoint is closed");
            }
            current = ReferenceCountUtil.retain(context);
        }
        try {
            SslHandler handler = current.newHandler(allocator);
            if (provider == SslProvider.JDK) {
                SSLEngine engine = handler.engine();
                engine.setSSLParameters(JdkLimits.in(engine.getSSLParameters()));
            }
            // Connection has the deadlines, one task for all of them; Netty would also log a warning on the second.
            handler.setHandshakeTimeoutMillis(0);
            handler.setCloseNotifyFlushTimeoutMillis(0);
            return handler;
        } finally {
            ReferenceCountUtil.release(current);
        }
    }

    @Override
    public synchronized void close() {
        if (context != null) {
            ReferenceCountUtil.release(context);
            context = null;
        }
    }

    private @Nullable RsaSigner signer(KeyMaterial pair) {
        return provider == SslProvider.JDK ? null : RsaSigner.of(pair.key());
    }

    private SslContext newContext(KeyMaterial pair, @Nullable RsaSigner signer) throws SSLException {
        X509Certificate[] chain = pair.chain().toArray(X509Certificate[]::new);
        SslContextBuilder builder = (signer == null ? SslContextBuilder.forServer(pair.key(), chain) : keyless(chain))
                .sslProvider(provider)
                .keyStoreType(KEY_STORE)
                .trustManager(NO_CLIENTS)
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_1_1))
                .sessionTimeout(SESSION_TIMEOUT_SECONDS)
                .sessionCacheSize(SESSION_CACHE_SIZE);
        if (provider != SslProvider.JDK) {
            builder.option(OpenSslContextOption.GROUPS, GROUPS.toArray(String[]::new));
        }
        if (signer != null) {
            builder.option(OpenSslContextOption.PRIVATE_KEY_METHOD, signer);
        }
        return builder.build();
    }

    private static SslContextBuilder keyless(X509Certificate[] chain) throws SSLException {
        try {
            return SslContextBuilder.forServer(OpenSslX509KeyManagerFactory.newKeyless(chain));
        } catch (GeneralSecurityException | IOException e) {
            throw new SSLException("a key manager without a key", e); // it has nothing to read and nothing to check
        }
    }
}
