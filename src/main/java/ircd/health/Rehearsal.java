package ircd.health;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** The service in a process of its own, to be asked and ended. */
final class Rehearsal implements AutoCloseable {
    /** What the service says of its ports, see Service. */
    private static final Pattern LISTENING = Pattern.compile("(listening|page for people) on (https?://\\S+)");

    /** How long to wait for a healthy answer, which in a chroot without /proc never comes, and is not worth more. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Process service;

    /** @param deadline for all of it: a service that still runs then is killed, and whoever waits for it learns that */
    Rehearsal(List<String> command, Duration deadline) throws IOException {
        service = new ProcessBuilder(command).redirectErrorStream(true).start();
        service.onExit()
                .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                // By its handle: what it has said can still be read then.
                .whenComplete((ended, late) -> service.toHandle().destroyForcibly());
    }

    /**
     * Blocks until it is healthy, or for some seconds.
     *
     * @param certificate of the endpoint, a PEM file
     */
    void askAsTheWorldDoes(Path certificate) throws IOException, GeneralSecurityException, InterruptedException {
        try (BufferedReader said = service.inputReader()) {
            String health = url(said);
            String page = url(said);
            long begun = System.nanoTime();
            SSLSocketFactory trusting = trusting(certificate);
            while (get(health, trusting) != HttpURLConnection.HTTP_OK
                    && System.nanoTime() - begun < PATIENCE.toNanos()) {
                Thread.sleep(5);
            }
            get(health, trusting); // on a kept connection
            get(health, trusting(certificate)); // on a fresh one
            get(page, trusting);
            get(page + "metrics", trusting);
        }
    }

    private static String url(BufferedReader said) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) {
                return matcher.group(2);
            }
            all.append(line).append('\n');
        }
        throw new IOException("the service did not start: " + all.toString().strip());
    }

    private static int get(String url, SSLSocketFactory sockets) throws IOException {
        URLConnection connection = URI.create(url).toURL().openConnection();
        if (connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(sockets);
        }
        HttpURLConnection http = (HttpURLConnection) connection;
        int status = http.getResponseCode();
        try (InputStream body =
                status < HttpURLConnection.HTTP_BAD_REQUEST ? http.getInputStream() : http.getErrorStream()) {
            body.readAllBytes();
        }
        return status;
    }

    private static SSLSocketFactory trusting(Path certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "demo", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    /** By SIGTERM, so that the JVM writes what it has to write. */
    @Override
    public void close() {
        service.destroy();
        service.onExit().join();
    }
}
