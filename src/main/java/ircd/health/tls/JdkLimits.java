package ircd.health.tls;

import static java.util.Objects.requireNonNullElse;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK's TLS would offer beyond BoringSSL, refused for one connection: constraints are the way to do so before
 * Java 20 that does not set a property for the whole JVM. A client could ask for ffdhe8192 and so for 35 ms of work.
 */
public final class JdkLimits implements AlgorithmConstraints {
    private static final JdkLimits LIMITS = new JdkLimits();
    private static final Pattern REFUSED = Pattern.compile("ffdhe\\d+|x448|secp521r1|\\w+_sha(1|224)");

    private JdkLimits() {}

    /** To be set again on the engine or socket that they are of. */
    public static SSLParameters in(SSLParameters parameters) {
        parameters.setAlgorithmConstraints(LIMITS);
        return parameters;
    }

    /** The JDK asks with its names of groups and signature schemes (RFC 8446, 4.2.3 and 4.2.7), among others. */
    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, @Nullable String algorithm, @Nullable AlgorithmParameters parameters) {
        return !REFUSED.matcher(requireNonNullElse(algorithm, "")).matches();
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
        return true;
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
        return permits(primitives, algorithm, parameters);
    }
}
