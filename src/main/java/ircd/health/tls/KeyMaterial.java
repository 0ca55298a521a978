package ircd.health.tls;

import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A private key and the certificates that go with it, the server's own first. That the key belongs to that one is proved
 * here, by a signature of some milliseconds: no TLS engine looks before the first handshake, when it would be too late.
 */
public record KeyMaterial(PrivateKey key, List<X509Certificate> chain) {
    public KeyMaterial {
        requireNonNull(key, "key is null");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("chain is empty");
        }
        if (!belongs(key, chain.get(0))) {
            throw new IllegalArgumentException("the key does not belong to the first certificate");
        }
    }

    /** False also for kinds that are not served. Comparing moduli would not notice a key whose other numbers are damaged. */
    static boolean belongs(PrivateKey key, X509Certificate certificate) {
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        byte[] message = {'i', 'r', 'c', 'd'};
        try {
            Signature signature =
                    Signature.getInstance("SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA"));
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    public X509Certificate leaf() {
        return chain.get(0);
    }

    public Instant notBefore() {
        return leaf().getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return leaf().getNotAfter().toInstant();
    }

    /** Says nothing about the key, since records end up in logs. */
    @Override
    public String toString() {
        return leaf().getSubjectX500Principal() + ", valid " + notBefore() + " to " + notAfter();
    }
}
