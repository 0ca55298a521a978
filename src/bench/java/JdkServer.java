import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.FileInputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The same constant answer from the JDK's own HttpsServer, for comparison and to try the scripts without the product.
 * Takes the product's --listen, --cert and --key, overlooks its other options. Usage: JdkServer OPTIONS.
 */
final class JdkServer {
    private static final byte[] BODY =
            "{\"clientValid\": true, \"s2sValid\": true, \"routable\": true, \"warm\": true}".getBytes();

    public static void main(String[] args) throws Exception {
        List<String> options = Arrays.asList(args);
        String[] listen = options.get(options.indexOf("--listen") + 1).split(":");
        Path cert = Path.of(options.get(options.indexOf("--cert") + 1));
        Path key = Path.of(options.get(options.indexOf("--key") + 1));

        HttpsServer server = HttpsServer.create(new InetSocketAddress(listen[0], Integer.parseInt(listen[1])), 1024);
        server.setHttpsConfigurator(new HttpsConfigurator(context(cert, key)));
        server.setExecutor(Executors.newFixedThreadPool(32));
        server.createContext("/health", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.sendResponseHeaders(200, BODY.length);
            exchange.getResponseBody().write(BODY);
            exchange.close();
        });
        server.start();
    }

    private static SSLContext context(Path cert, Path key) throws Exception {
        Certificate certificate;
        try (FileInputStream in = new FileInputStream(cert.toFile())) {
            certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        String base64 = Files.readString(key).replaceAll("-----[^-]+-----", "");
        PrivateKey privateKey = KeyFactory.getInstance(
                        certificate.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", privateKey, new char[0], new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
