package ircd.health.tls;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads a certificate chain and its private key from PEM files. */
public final class PemFiles {
    private PemFiles() {}

    /**
     * Blocks for file I/O and a signature. RSA, and ECDSA on P-256 and P-384; the key in PKCS#8, PKCS#1 or SEC 1, not
     * encrypted. Both paths may be the same file; of several keys the first counts. Dates are not judged.
     */
    public static KeyMaterial read(Path cert, Path key) throws KeyMaterialException {
        PemFile certFile = PemFile.read("--cert", cert);
        List<X509Certificate> chain = chain(certFile);
        PemFile keyFile = PemFile.read("--key", key);
        PemFile.Block block = keyFile.blocks().stream()
                .filter(PemFile.Block::isPrivateKey)
                .findFirst()
                .orElseThrow(() -> keyFile.refusal(
                        keyFile.blocks().stream().anyMatch(PemFile.Block::isCertificate)
                                ? "the file has a certificate but no private key; are --cert and --key swapped?"
                                : "the file has no private key; give the PEM file with the PRIVATE KEY block"));
        PrivateKey privateKey = PrivateKeys.parse(keyFile, block, chain.get(0));
        try {
            return new KeyMaterial(privateKey, chain);
        } catch (IllegalArgumentException mismatch) {
            for (int i = 1; i < chain.size(); i++) {
                if (KeyMaterial.belongs(privateKey, chain.get(i))) {
                    throw certFile.refusal("the key belongs to certificate " + (i + 1) + " of " + chain.size()
                            + "; put the server's own certificate first");
                }
            }
            throw keyFile.refusal(
                    "the key does not belong to the certificate in " + cert + "; give the two files of one issue");
        }
    }

    private static List<X509Certificate> chain(PemFile file) throws KeyMaterialException {
        List<X509Certificate> chain = new ArrayList<>();
        for (PemFile.Block block : file.blocks()) {
            if (block.isCertificate()) {
                try {
                    chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.decode())));
                } catch (GeneralSecurityException | RuntimeException e) {
                    throw file.damaged(block, e);
                }
            }
        }
        if (chain.isEmpty()) {
            throw file.refusal(
                    file.blocks().stream().anyMatch(PemFile.Block::isPrivateKey)
                            ? "the file has a private key but no certificate; are --cert and --key swapped?"
                            : "the file has no certificate; give the PEM file with the CERTIFICATE blocks");
        }
        return chain;
    }
}
