package ircd.health.it;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks for /health over plain or encrypted HTTP, keeping its connection alive between requests. */
final class HealthClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI uri;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .sslContext(AnyCertificate.newContext())
            .build();

    HealthClient(URI uri) {
        this.uri = requireNonNull(uri, "uri is null");
    }

    /** Blocks until the answer or its failure, which is a value too. */
    HealthAnswer ask() {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        long asked = System.nanoTime();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            return new HealthAnswer(asked, System.nanoTime(), response.statusCode(), response.body(), null);
        } catch (IOException e) {
            return new HealthAnswer(asked, System.nanoTime(), 0, "", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new HealthAnswer(asked, System.nanoTime(), 0, "", "interrupted");
        }
    }

    /** As {@link #ask()}, on a connection and a TLS session of its own, closed afterwards. */
    HealthAnswer askAnew() {
        return askAnewFrom("0.0.0.0");
    }

    /** As {@link #askAnew()}, from this address of the host. */
    HealthAnswer askAnewFrom(String address) {
        long asked = System.nanoTime();
        try (FreshConnection connection = new FreshConnection(uri, address, TIMEOUT)) {
            return connection.get(asked);
        } catch (IOException e) {
            return new HealthAnswer(asked, System.nanoTime(), 0, "", e.toString());
        }
    }

    /** The serial number of the certificate that a new connection is shown. */
    BigInteger servedSerial() {
        try (FreshConnection connection = new FreshConnection(uri, "0.0.0.0", TIMEOUT)) {
            return connection.serial();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
