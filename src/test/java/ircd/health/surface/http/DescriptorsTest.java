package ircd.health.surface.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.state.EndpointStats;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process with few descriptors, and more clients than it has. */
@EnabledOnOs(OS.LINUX)
class DescriptorsTest {
    private static final String GET = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"NIO_PLAIN", "EPOLL_PLAIN"})
    void withoutDescriptorsItGoesOnWhenThereAreSomeAndSaysSoOnce(Way way) throws Exception {
        way.assumeAvailable();
        Path log = folder.resolve("log");
        Process server = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 128 && exec \"$0\" -cp \"$1\" \"$2\" \"$3\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        DescriptorsTest.class.getName(),
                        way.name())
                .redirectError(log.toFile())
                .start();
        List<Client> held = new ArrayList<>();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(out.readLine()));
            // Served ones cannot be displaced: every descriptor is taken until they leave.
            boolean full = false;
            while (!full) {
                Client client = new Client(Client.connect(address, null));
                held.add(client);
                client.socket.setSoTimeout(held.size() == 1 ? 10_000 : 2_000); // the first one loads the classes
                full = !serves(client);
                assertTrue(held.size() < 200, "never full");
            }
            for (Client client : held.subList(0, held.size() / 2)) {
                client.close();
            }
            Awaitility.await().until(() -> {
                try (Client client = new Client(Client.connect(address, null))) {
                    return serves(client);
                }
            });
            List<String> said = Files.readAllLines(log).stream()
                    .filter(line -> line.contains("Cannot accept"))
                    .toList();
            assertEquals(1, said.size(), said::toString);
            assertEquals(
                    List.of(),
                    Files.readAllLines(log).stream()
                            .filter(line -> line.contains("\tat "))
                            .toList());
        } finally {
            server.destroy();
            server.waitFor(5, TimeUnit.SECONDS);
            for (Client client : held) {
                client.close();
            }
        }
    }

    private static boolean serves(Client client) throws IOException {
        try {
            return client.send(GET).answer().startsWith("HTTP/1.1 200");
        } catch (SocketException | java.net.SocketTimeoutException refused) {
            return false;
        }
    }

    /** The server process. */
    public static void main(String[] args) throws Exception {
        Endpoints endpoints = new Endpoints();
        try (PublicEndpoint endpoint = PublicEndpoint.start(
                endpoints.settings(Way.valueOf(args[0])), null, endpoints.source, new EndpointStats())) {
            System.out.println(endpoint.address().getPort());
            Thread.sleep(Duration.ofMinutes(1).toMillis());
        }
    }
}
