import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/**
 * Real clients: {@value #PER_SECOND} times a second a fresh connection with a full TLS handshake, GET /health, and the
 * end, each from another address than the one before. With a METRICS_PORT also scrapes every second how old the last poll is.
 * Prints one line: sent, answered with 200, p50, p99 and max in ms, oldest poll seen in s, failed scrapes; then on stderr why others failed.
 * {@value #UNCOUNTED} clients that are not counted warm this JVM before; then it prints "warm".
 * Usage: Probes PORT SECONDS METRICS_PORT|none
 */
final class Probes {
    private static final int PER_SECOND = 10;
    private static final int UNCOUNTED = 150;
    private static final int ADDRESSES = 50;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final byte[] GET =
            "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern LAST_POLL =
            Pattern.compile("(?m)^ircd_health_last_poll_timestamp_seconds (\\S+)$");

    private record Result(double millis, String failure) {}

    private record Scrape(double ageSeconds, String failure) {}

    public static void main(String[] args) throws Exception {
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
        int count = PER_SECOND * Integer.parseInt(args[1]);
        for (int i = 0; i < UNCOUNTED; i++) {
            probe(server, i);
        }
        System.out.println("warm");
        ScheduledExecutorService probes = Executors.newScheduledThreadPool(64);
        List<Future<Result>> results = new ArrayList<>();
        List<Future<Scrape>> scrapes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            long delay = i * 1000L / PER_SECOND;
            results.add(probes.schedule(() -> probe(server, number), delay, TimeUnit.MILLISECONDS));
            if (i % PER_SECOND == 0 && !args[2].equals("none")) {
                URL url = URI.create("http://127.0.0.1:" + args[2] + "/metrics").toURL();
                scrapes.add(probes.schedule(() -> scrape(url), delay, TimeUnit.MILLISECONDS));
            }
        }
        double[] millis = new double[count];
        int answered = 0;
        Map<String, Integer> failures = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            Result result = results.get(i).get();
            millis[i] = result.millis;
            if (result.failure == null) {
                answered++;
            } else {
                failures.merge(result.failure, 1, Integer::sum);
            }
        }
        double oldest = 0;
        int failedScrapes = 0;
        for (Future<Scrape> scrape : scrapes) {
            oldest = Math.max(oldest, scrape.get().ageSeconds);
            if (scrape.get().failure != null) {
                failedScrapes++;
                failures.merge("scrape: " + scrape.get().failure, 1, Integer::sum);
            }
        }
        Arrays.sort(millis);
        probes.shutdown();
        failures.forEach((why, times) -> System.err.println(times + " times: " + why));
        System.out.printf(
                "result %d %d %.1f %.1f %.1f %.1f %d%n",
                count, answered, millis[count / 2], millis[count * 99 / 100], millis[count - 1], oldest, failedScrapes);
    }

    private static Result probe(InetSocketAddress server, int number) {
        long begun = System.nanoTime();
        String failure = null;
        try (Socket plain = new Socket()) {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(PATIENCE_MILLIS);
            plain.bind(new InetSocketAddress("127.9.0." + (1 + number % ADDRESSES), 0));
            plain.connect(server, PATIENCE_MILLIS);
            try (SSLSocket socket = (SSLSocket)
                    Trusting.context().getSocketFactory().createSocket(plain, "localhost", server.getPort(), true)) {
                socket.getOutputStream().write(GET);
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                if (!answer.startsWith("HTTP/1.1 200 ")) {
                    failure = "answered " + answer.lines().findFirst().orElse("nothing");
                }
            }
        } catch (IOException | java.security.GeneralSecurityException e) {
            failure = e.toString();
        }
        return new Result((System.nanoTime() - begun) / 1e6, failure);
    }

    private static Scrape scrape(URL metrics) {
        try {
            var connection = metrics.openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try (var in = connection.getInputStream()) {
                Matcher found = LAST_POLL.matcher(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
                return found.find()
                        ? new Scrape(System.currentTimeMillis() / 1e3 - Double.parseDouble(found.group(1)), null)
                        : new Scrape(0, "never polled");
            }
        } catch (IOException e) {
            return new Scrape(0, e.toString());
        }
    }
}
