package ircd.health.check;

import ircd.health.tls.KeyMaterial;
import ircd.health.tls.KeyMaterialException;
import ircd.health.tls.Openssl;
import ircd.health.tls.PemFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;

/** TLS listeners of the JDK with certificates of the real openssl. */
final class TlsDaemons {
    private TlsDaemons() {}

    private static final String CA_CONFIGURATION =
            """
            [ca]
            default_ca = test
            [test]
            database = index.txt
            new_certs_dir = .
            rand_serial = yes
            default_md = sha256
            unique_subject = no
            policy = any
            [any]
            commonName = supplied
            """;

    /**
     * Makes NAME.key and NAME.crt.
     *
     * @param signer NAME of another pair, or the same for a self-signed certificate
     * @param from YYYYMMDD, as {@code to}
     */
    static KeyMaterial certificate(Path dir, String name, String signer, String from, String to) throws Exception {
        Openssl openssl = Openssl.in(dir);
        Files.writeString(dir.resolve("ca.cnf"), CA_CONFIGURATION);
        Files.writeString(dir.resolve("index.txt"), "");
        openssl.run(
                "req -newkey rsa:2048 -nodes -keyout " + name + ".key -subj /CN=irc.example.org -out " + name + ".csr");
        String by = signer.equals(name)
                ? " -selfsign -keyfile " + name + ".key"
                : " -cert " + signer + ".crt -keyfile " + signer + ".key";
        openssl.run("ca -batch -notext -config ca.cnf -startdate " + from + "000000Z -enddate " + to + "000000Z -in "
                + name + ".csr -out " + name + ".crt" + by);
        return read(dir, name);
    }

    private static KeyMaterial read(Path dir, String name) throws KeyMaterialException {
        return PemFiles.read(dir.resolve(name + ".crt"), dir.resolve(name + ".key"));
    }

    /** Looks the certificate up for each full handshake; sessions are resumed, as most daemons do. */
    static ScriptedDaemon start(AtomicReference<KeyMaterial> served, ScriptedDaemon.Script script)
            throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new Served(served)}, null, null);
        ServerSocket server =
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new ScriptedDaemon(server, script);
    }

    private static final class Served extends X509ExtendedKeyManager {
        private final AtomicReference<KeyMaterial> material;

        Served(AtomicReference<KeyMaterial> material) {
            this.material = material;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return keyType.equals(material.get().key().getAlgorithm()) ? "served" : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return material.get().chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return material.get().key();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[] {"served"};
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
