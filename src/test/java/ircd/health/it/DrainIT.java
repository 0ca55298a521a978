package ircd.health.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIGTERM and what follows. */
final class DrainIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** 2 s are promised; a machine that is busy with other tests may take longer. */
    private static final Duration GRACE = Duration.ofSeconds(6);

    private static final Pattern ENDS = Pattern.compile("(maintenance: SIGTERM: the service ends in \\d+ s)");
    private static final String DRAINED =
            "{\"clientValid\": true, \"s2sValid\": true, \"routable\": false, \"warm\": true}";

    /** Listens and says nothing, which is enough for a connect. */
    private final ServerSocket daemon;

    DrainIT() throws IOException {
        daemon = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @Test
    void itSays503ForAsLongAsAskedAndThenEnds() throws IOException {
        try (daemon;
                ServiceProcess service = start("--drain-seconds", "3", "--metrics-listen", "127.0.0.1:0");
                Socket kept = connect(service)) {
            service.awaitStatus(200, SOON);
            assertTrue(!ask(kept).contains("Connection: close"));

            long signalled = signal(service);
            String onKept = ask(kept) + rest(kept);
            String onFresh = askAnew(service);
            String metrics = metrics(service);
            assertEquals(143, service.process().awaitEnd());
            Duration took = Duration.ofNanos(System.nanoTime() - signalled);

            for (String answer : List.of(onKept, onFresh)) {
                assertTrue(answer.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), answer);
                assertTrue(answer.contains("\r\nConnection: close\r\n") && answer.endsWith(DRAINED), answer);
            }
            assertTrue(metrics.contains("\nircd_health_routable 0.0"), metrics);
            assertTrue(metrics.contains("\nircd_health_maintenance 1.0"), metrics);
            assertBetween(Duration.ofSeconds(3), took);
            List<String> said = service.lines().stream()
                    .filter(line -> line.contains("Routable: true") || line.contains("service ends"))
                    .map(line -> line.replaceFirst("^\\S+ \\S+ ", ""))
                    .toList();
            assertEquals(
                    List.of(
                            "INFO    maintenance: SIGTERM: the service ends in 3 s",
                            "WARNING Routable: true -> false (maintenance)",
                            "INFO    drained; the service ends"),
                    said);
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void withoutADrainTheLogEndsWithWhatEndedIt(String signal, int status) throws IOException {
        try (daemon;
                ServiceProcess service =
                        ServiceProcess.startUnder(List.of("env", "--default-signal=INT"), arguments())) {
            Commands.check("kill", "-" + signal, Long.toString(service.process().pid()));
            assertEquals(status, service.process().awaitEnd());

            List<String> said = service.lines().stream()
                    .filter(line -> line.endsWith(" INFO    SIG" + signal + ": the service ends"))
                    .toList();
            assertEquals(1, said.size(), service::output);
        }
    }

    @Test
    void aRequestInFlightIsAnsweredAtTheEndThoughTheDaemonSaysNothing() throws IOException {
        try (daemon;
                ServiceProcess service =
                        start("--drain-seconds", "1", "--client-check", "irc", "--irc-reply-timeout-ms", "15000");
                Socket waiting = connect(service)) {
            send(waiting);
            try (Socket judging = daemon.accept()) {
                long signalled = signal(service);
                String answer = rest(waiting);
                assertEquals(143, service.process().awaitEnd());

                assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
                assertTrue(answer.endsWith(HealthBody.of(false, false, false)), answer);
                assertBetween(Duration.ofSeconds(1), Duration.ofNanos(System.nanoTime() - signalled));
                assertTrue(judging.isConnected());
            }
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws IOException {
        try (daemon;
                ServiceProcess service = ServiceProcess.startUnder(
                        // A JVM leaves SIGINT ignored if it is so at its start, as in the background of a shell script.
                        List.of("env", "--default-signal=INT"), arguments("--drain-seconds", "3600"))) {
            service.awaitStatus(200, SOON);
            signal(service);
            long again = System.nanoTime();
            Commands.check("kill", "-INT", Long.toString(service.process().pid()));
            assertEquals(130, service.process().awaitEnd());
            assertBetween(Duration.ZERO, Duration.ofNanos(System.nanoTime() - again));
        }
    }

    private ServiceProcess start(String... more) {
        return ServiceProcess.start(arguments(more));
    }

    private String[] arguments(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--client-port", Integer.toString(daemon.getLocalPort()), "--s2s-ports", "none"));
        arguments.addAll(List.of("--client-check", "connect", "--allow-http"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** SIGTERM; blocks until it has been heard. When it was sent. */
    private static long signal(ServiceProcess service) {
        long now = System.nanoTime();
        service.process().terminate();
        service.process().await(ENDS, SOON);
        return now;
    }

    private static void assertBetween(Duration least, Duration took) {
        assertTrue(took.compareTo(least) >= 0, () -> "only " + took);
        assertTrue(took.compareTo(least.plus(GRACE)) <= 0, took::toString);
    }

    private static String metrics(ServiceProcess service) {
        return new HealthClient(service.metrics(SOON)).ask().body();
    }

    private static Socket connect(ServiceProcess service) throws IOException {
        Socket socket = new Socket(service.uri().getHost(), service.uri().getPort());
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    private static void send(Socket socket) throws IOException {
        socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
    }

    /** The answer, up to the end of its body. */
    private static String ask(Socket socket) throws IOException {
        send(socket);
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("}") < 0) {
            answer.append((char) socket.getInputStream().read());
        }
        return answer.toString();
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }

    private static String askAnew(ServiceProcess service) throws IOException {
        try (Socket fresh = connect(service)) {
            send(fresh);
            return rest(fresh);
        }
    }
}
