package ircd.health.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Private keys in the three encodings in use: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 A.1.2) and SEC 1 (RFC 5915). The JDK
 * reads the first; the other two are put into its envelope here.
 */
final class PrivateKeys {
    private static final String RSA = "2a864886f70d010101";
    private static final String EC = "2a8648ce3d0201";
    private static final List<String> CURVES = List.of("2a8648ce3d030107", "2b81040022");

    /** Only to call by its name what is refused. */
    private static final Map<String, String> NAMES = Map.of(
            "2a864886f70d01010a", "RSA-PSS",
            "2a8648ce380401", "DSA",
            "2b6570", "Ed25519",
            "2b6571", "Ed448",
            "2b8104000a", "EC secp256k1",
            "2b81040023", "EC P-521");

    private PrivateKeys() {}

    /** @param leaf has the curve when a SEC 1 key leaves it out */
    static PrivateKey parse(PemFile file, PemFile.Block block, X509Certificate leaf) throws KeyMaterialException {
        if (block.isEncrypted()) {
            throw file.refusal(
                    "the key is encrypted; decrypt it with: openssl pkey -in " + file.path() + " -out decrypted.pem");
        }
        try {
            byte[] pkcs8 =
                    switch (block.label()) {
                        case "PRIVATE KEY" -> block.decode();
                        case "RSA PRIVATE KEY" ->
                            envelope(Der.encode(Der.SEQUENCE, oid(RSA), new byte[] {0x05, 0x00}), block.decode());
                        case "EC PRIVATE KEY" -> envelope(curveOf(file, block.decode(), leaf), block.decode());
                        case "DSA PRIVATE KEY" -> throw unsupported(file, "DSA");
                        default ->
                            throw file.refusal("a key of the kind " + block.label()
                                    + " is not supported; convert it to PKCS#8 (BEGIN PRIVATE KEY)");
                    };
            return KeyFactory.getInstance(algorithm(file, pkcs8)).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw file.damaged(block, e);
        }
    }

    private static byte[] oid(String hex) {
        return Der.encode(Der.OBJECT_IDENTIFIER, HexFormat.of().parseHex(hex));
    }

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        byte[] version = Der.encode(Der.INTEGER, new byte[] {0});
        return Der.encode(Der.SEQUENCE, version, algorithm, Der.encode(Der.OCTET_STRING, key));
    }

    /** The AlgorithmIdentifier for a SEC 1 key: its own parameters, else those of the certificate. */
    private static byte[] curveOf(PemFile file, byte[] sec1, X509Certificate leaf) throws KeyMaterialException {
        for (Der part : children(sec1)) {
            if (part.is(Der.CONTEXT_0)) {
                return Der.encode(Der.SEQUENCE, oid(EC), part.content());
            }
        }
        if (!leaf.getPublicKey().getAlgorithm().equals("EC")) {
            throw file.refusal("the EC key names no curve and the certificate is not an EC one;"
                    + " give the key that belongs to the certificate");
        }
        // SubjectPublicKeyInfo begins with the same AlgorithmIdentifier.
        return Der.at(children(leaf.getPublicKey().getEncoded()), 0, Der.SEQUENCE)
                .encoded();
    }

    private static List<Der> children(byte[] sequence) {
        return Der.at(Der.elements(sequence), 0, Der.SEQUENCE).children();
    }

    /** The KeyFactory's name; every algorithm and curve that is not served is refused here by name. */
    private static String algorithm(PemFile file, byte[] pkcs8) throws KeyMaterialException {
        List<Der> identifier = Der.at(children(pkcs8), 1, Der.SEQUENCE).children();
        String oid = Der.at(identifier, 0, Der.OBJECT_IDENTIFIER).hex();
        if (oid.equals(RSA)) {
            return "RSA";
        }
        if (!oid.equals(EC)) {
            throw unsupported(file, NAMES.getOrDefault(oid, "unknown"));
        }
        if (identifier.size() > 1 && identifier.get(1).is(Der.SEQUENCE)) {
            throw file.refusal("the EC key spells out its curve; name it with: openssl pkey -in " + file.path()
                    + " -ec_param_enc named_curve -out named.pem");
        }
        String curve = Der.at(identifier, 1, Der.OBJECT_IDENTIFIER).hex();
        if (!CURVES.contains(curve)) {
            throw unsupported(file, NAMES.getOrDefault(curve, "EC unknown-curve"));
        }
        return "EC";
    }

    private static KeyMaterialException unsupported(PemFile file, String name) {
        return file.refusal(name + " keys are not supported; use RSA, or ECDSA with P-256 or P-384");
    }
}
