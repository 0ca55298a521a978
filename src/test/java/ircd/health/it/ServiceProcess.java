package ircd.health.it;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The built jar as a process of its own, started on any free port and found by what it prints. */
final class ServiceProcess implements AutoCloseable {
    static final Pattern LISTENING = Pattern.compile("listening on (https?://[^/\\s]+:\\d+/\\S*)");
    static final Pattern METRICS = Pattern.compile("metrics on (http://\\S+/metrics)");

    private static final Spot HERE = Spot.loopback("127.0.0.1");
    private static final Duration START_DEADLINE = Duration.ofSeconds(30);

    private final JavaProcess process;
    private final URI uri;
    private final HealthClient client;

    private ServiceProcess(Spot spot, List<String> arguments) {
        this(spot.run(List.of()), List.of(), spot, arguments);
    }

    private ServiceProcess(List<String> before, List<String> jvmOptions, Spot spot, List<String> arguments) {
        List<String> command = new ArrayList<>(jvmOptions);
        command.addAll(List.of("-jar", JavaProcess.jar(), "--listen", spot.listen()));
        if (!arguments.contains("--metrics-listen")) {
            command.addAll(List.of("--metrics-listen", "none"));
        }
        command.addAll(arguments);
        process = new JavaProcess(before, command);
        try {
            uri = URI.create(process.await(LISTENING, START_DEADLINE));
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
        client = new HealthClient(uri);
    }

    /** Blocks until it listens, on a free port of loopback; without a Prometheus endpoint unless the arguments say. */
    static ServiceProcess start(String... arguments) {
        return new ServiceProcess(HERE, List.of(arguments));
    }

    /** As {@link #start}, behind words before {@code java} that end in an exec(). */
    static ServiceProcess startUnder(List<String> before, String... arguments) {
        return new ServiceProcess(before, List.of(), HERE, List.of(arguments));
    }

    /**
     * Serves the pair by this engine, and watches nothing that is there.
     *
     * @param before words before {@code java}, such as {@code env}
     */
    static ServiceProcess serving(Engine engine, TestCertificate pair, List<String> before, String... more) {
        return serving(engine.jvmOptions(), pair, before, more);
    }

    /** As the other, with these options of the JVM. */
    static ServiceProcess serving(List<String> jvmOptions, TestCertificate pair, List<String> before, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--cert",
                pair.certificate().toString(),
                "--key",
                pair.key().toString(),
                "--s2s-ports",
                "none",
                "--client-port",
                "1"));
        arguments.addAll(List.of(more));
        return new ServiceProcess(before, jvmOptions, HERE, arguments);
    }

    /** Watches the hub and its links, over plain HTTP unless the more options name a certificate. */
    static ServiceProcess watching(LinkedDaemons daemons, String... more) {
        return watchingFrom(HERE, daemons, more);
    }

    /** As {@link #watching}, from the network namespace of the spot; it listens on the spot's address for clients. */
    static ServiceProcess watchingFrom(Spot spot, LinkedDaemons daemons, String... more) {
        List<String> arguments = judging(daemons);
        arguments.addAll(List.of(more));
        if (!arguments.contains("--cert")) {
            arguments.add("--allow-http");
        }
        return new ServiceProcess(spot, arguments);
    }

    /** The options that name the hub's client port and the links' ports. */
    static List<String> judging(LinkedDaemons daemons) {
        IrcDaemon hub = daemons.hub();
        return new ArrayList<>(List.of(
                "--client-host", hub.address(),
                "--client-port", String.valueOf(hub.clientPort()),
                "--s2s-ports", hub.s2sPort() + "," + daemons.leaf().s2sPort()));
    }

    HealthClient client() {
        return client;
    }

    HealthAnswer health() {
        return client.ask();
    }

    URI uri() {
        return uri;
    }

    /** Where its Prometheus endpoint is; blocks until it says so. */
    URI metrics(Duration atMost) {
        return URI.create(process.await(METRICS, atMost));
    }

    JavaProcess process() {
        return process;
    }

    /** stdout and stderr until now. */
    String output() {
        return process.output();
    }

    List<String> lines() {
        return process.lines();
    }

    /** Asks until the status is as wanted; its answer. */
    HealthAnswer awaitStatus(int status, Duration atMost) {
        return awaitAnswer("/health answers " + status, atMost, answer -> answer.status() == status);
    }

    /** Asks until the body is as wanted; its answer. */
    HealthAnswer awaitBody(String body, Duration atMost) {
        return awaitAnswer(
                "/health says " + body, atMost, answer -> answer.body().equals(body));
    }

    private HealthAnswer awaitAnswer(String what, Duration atMost, Predicate<HealthAnswer> wanted) {
        AtomicReference<HealthAnswer> last = new AtomicReference<>();
        Await.until(
                what,
                atMost,
                () -> {
                    last.set(health());
                    return wanted.test(last.get());
                },
                () -> "the last: " + last + "; its output:\n" + output());
        return last.get();
    }

    /** SIGTERM; see {@link JavaProcess#stop}. */
    int stop() {
        return process.stop();
    }

    @Override
    public void close() {
        stop();
    }
}
