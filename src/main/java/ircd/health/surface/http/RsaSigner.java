package ircd.health.surface.http;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.handler.ssl.OpenSslPrivateKeyMethod;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Signs BoringSSL's handshakes with an RSA key by AWS-LC, where the Amazon Corretto Crypto Provider is on the class path:
 * it uses AVX-512 IFMA as OpenSSL does, and BoringSSL does not, which makes a signature twice as dear.
 */
final class RsaSigner implements OpenSslPrivateKeyMethod {
    private static final System.Logger LOG = System.getLogger(RsaSigner.class.getName());
    private static final String PROVIDER = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    /** RFC 8446, 4.2.3, less SHA-1. A PSS salt is as long as its hash. */
    private static final Map<Integer, PSSParameterSpec> PSS = Map.of(
            SSL_SIGN_RSA_PSS_RSAE_SHA256, pss("SHA-256", MGF1ParameterSpec.SHA256, 32),
            SSL_SIGN_RSA_PSS_RSAE_SHA384, pss("SHA-384", MGF1ParameterSpec.SHA384, 48),
            SSL_SIGN_RSA_PSS_RSAE_SHA512, pss("SHA-512", MGF1ParameterSpec.SHA512, 64));

    private static final Map<Integer, String> PKCS1 = Map.of(
            SSL_SIGN_RSA_PKCS1_SHA256, "SHA256withRSA",
            SSL_SIGN_RSA_PKCS1_SHA384, "SHA384withRSA",
            SSL_SIGN_RSA_PKCS1_SHA512, "SHA512withRSA");

    private final Provider provider;
    private final PrivateKey key;

    private RsaSigner(Provider provider, PrivateKey key) {
        this.provider = provider;
        this.key = key;
    }

    /** Null if BoringSSL is to sign by itself: with other keys, and where AWS-LC is not to be had. */
    static @Nullable RsaSigner of(PrivateKey key) {
        if (!key.getAlgorithm().equals("RSA")) {
            return null;
        }
        try {
            Provider provider = Class.forName(PROVIDER)
                    .asSubclass(Provider.class)
                    .getConstructor()
                    .newInstance();
            RsaSigner signer = new RsaSigner(provider, (PrivateKey)
                    KeyFactory.getInstance("RSA", provider).translateKey(key));
            signer.sign(SSL_SIGN_RSA_PSS_RSAE_SHA256, new byte[] {1});
            return signer;
        } catch (ReflectiveOperationException | GeneralSecurityException | LinkageError | RuntimeException e) {
            LOG.log(DEBUG, "RSA without AWS-LC", e); // it is optional, and may not be built for this machine
            return null;
        }
    }

    @Override
    public byte[] sign(SSLEngine engine, int scheme, byte[] input) throws GeneralSecurityException {
        return sign(scheme, input);
    }

    private byte[] sign(int scheme, byte[] input) throws GeneralSecurityException {
        Signature signature = signature(scheme);
        signature.initSign(key);
        signature.update(input);
        return signature.sign();
    }

    private Signature signature(int scheme) throws GeneralSecurityException {
        String pkcs1 = PKCS1.get(scheme);
        if (pkcs1 != null) {
            return Signature.getInstance(pkcs1, provider);
        }
        PSSParameterSpec pss = PSS.get(scheme);
        if (pss == null) {
            throw new SignatureException("signature scheme " + scheme + " is not used here");
        }
        Signature signature = Signature.getInstance("RSASSA-PSS", provider);
        signature.setParameter(pss);
        return signature;
    }

    private static PSSParameterSpec pss(String hash, MGF1ParameterSpec mask, int saltLength) {
        return new PSSParameterSpec(hash, "MGF1", mask, saltLength, PSSParameterSpec.TRAILER_FIELD_BC);
    }

    /** @throws SignatureException always: key exchange by RSA is not offered */
    @Override
    public byte[] decrypt(SSLEngine engine, byte[] input) throws SignatureException {
        throw new SignatureException("key exchange by RSA is not used here");
    }
}
