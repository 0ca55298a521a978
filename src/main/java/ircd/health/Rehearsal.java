package ircd.health;

import ircd.health.demo.DemoCertificate;
import ircd.health.demo.DemoNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What every start does, done once and ended: the service, over stand-ins for IRC daemons, is asked until it is healthy, and
 * then some more. A JVM that archives the classes that it has seen runs this (see the launcher), since a start of the
 * service itself would need its certificate and its ports. Only ports of loopback that are free are used.
 */
final class Rehearsal {
    /** Enough for what a request takes to show in what a JVM may record of its run besides the classes. */
    private static final int REQUESTS = 50;

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private Rehearsal() {}

    /**
     * Blocks for a second or two.
     *
     * @throws StartException if any part of it failed, in one line
     */
    static void run() throws StartException, InterruptedException {
        try (DemoNetwork network = DemoNetwork.start(0, 0);
                DemoCertificate certificate = DemoCertificate.endingIn(Duration.ofDays(1))) {
            network.link();
            int listen = DemoCommand.freePort(0);
            int metrics = DemoCommand.freePort(0);
            try (Service service = start(List.of(
                    "--listen=127.0.0.1:" + listen,
                    "--metrics-listen=127.0.0.1:" + metrics,
                    "--cert=" + certificate.cert(),
                    "--key=" + certificate.key(),
                    "--client-port=" + network.hubClientPort(),
                    "--s2s-ports=" + network.hubServerPort(),
                    "--mode=cached"))) {
                ask("https://127.0.0.1:" + listen + "/health", certificate);
                get("http://127.0.0.1:" + metrics + "/metrics", null);
                get("http://127.0.0.1:" + metrics + "/", null);
                service.drain("the rehearsal is over");
            }
        } catch (IOException | GeneralSecurityException | BadInputException e) {
            throw new StartException("the rehearsal failed: " + e);
        }
    }

    private static Service start(List<String> arguments) throws BadInputException, StartException {
        Options options = new Options();
        Mistakes mistakes = new Mistakes();
        new CommandLine(options).parse(arguments, mistakes);
        Config config = ConfigReader.readForService(options, mistakes);
        mistakes.throwIfAny();
        return Service.start(config, ManagementFactory.getPlatformMBeanServer());
    }

    private static void ask(String url, DemoCertificate certificate)
            throws IOException, GeneralSecurityException, InterruptedException {
        long begun = System.nanoTime();
        int healthy = 0;
        while (healthy < REQUESTS) {
            // A context of its own resumes no session: each of these is a whole handshake.
            int status = get(url, trusting(certificate));
            if (status == HttpURLConnection.HTTP_OK) {
                healthy++;
            } else if (System.nanoTime() - begun > DEADLINE.toNanos()) {
                throw new IOException(url + " answered " + status);
            } else {
                Thread.sleep(1);
            }
        }
    }

    private static int get(String url, @Nullable SSLSocketFactory sockets) throws IOException {
        URLConnection connection = URI.create(url).toURL().openConnection();
        connection.setReadTimeout(Math.toIntExact(DEADLINE.toMillis()));
        if (connection instanceof HttpsURLConnection https && sockets != null) {
            https.setSSLSocketFactory(sockets);
        }
        HttpURLConnection http = (HttpURLConnection) connection;
        int status = http.getResponseCode();
        try (InputStream body = status < 400 ? http.getInputStream() : http.getErrorStream()) {
            body.readAllBytes();
        }
        return status;
    }

    private static SSLSocketFactory trusting(DemoCertificate certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        try (InputStream pem = Files.newInputStream(certificate.cert())) {
            trusted.setCertificateEntry(
                    "demo", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
