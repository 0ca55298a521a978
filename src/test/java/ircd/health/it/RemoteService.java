package ircd.health.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The jar with remote JMX on a free port of its own, over a client port that is there: routable once it has polled. */
final class RemoteService implements AutoCloseable {
    static final String[] OPERATOR = {"op", "secret"};
    static final String[] READER = {"ro", "guess"};

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern PORT = Pattern.compile("remote JMX on \\S+:(\\d+) ");

    private final ServerSocket clients;
    private final ServiceProcess service;
    private final int port;

    private RemoteService(String... options) throws IOException {
        clients = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        List<String> all = new ArrayList<>(List.of("--s2s-ports", "none", "--client-check", "connect"));
        all.addAll(List.of("--client-port", String.valueOf(clients.getLocalPort())));
        all.addAll(List.of(options));
        service = ServiceProcess.start(all.toArray(String[]::new));
        port = Integer.parseInt(service.process().await(PORT, SOON));
    }

    /** Without TLS and passwords: on loopback, to be read only. */
    static RemoteService open(String... options) throws IOException {
        return new RemoteService(with(options, "--allow-http", "--jmx-listen", "127.0.0.1:0"));
    }

    /** With TLS, for {@link #OPERATOR} and {@link #READER}, by way of this machine's every address. */
    static RemoteService guarded(Path folder, TestCertificate pair) throws IOException {
        return new RemoteService(
                "--cert",
                pair.certificate().toString(),
                "--key",
                pair.key().toString(),
                "--reload-check-interval",
                "5",
                "--jmx-listen",
                "0.0.0.0:0",
                "--jmx-advertise",
                "localhost",
                "--jmx-password-file",
                passwords(folder, "op secret", "ro guess").toString(),
                "--jmx-access-file",
                Files.writeString(folder.resolve("access"), "op readwrite\nro readonly\n")
                        .toString());
    }

    static Path passwords(Path folder, String... lines) throws IOException {
        Path file = folder.resolve("passwords");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.write(file, List.of(lines));
    }

    private static String[] with(String[] more, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    int port() {
        return port;
    }

    /** The port as one that speaks TLS; what is spoken inside is no matter. */
    HealthClient tls() {
        return new HealthClient(URI.create("https://localhost:" + port + "/"));
    }

    String output() {
        return service.output();
    }

    @Override
    public void close() throws IOException {
        service.close();
        clients.close();
    }
}
