package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flight recorder, switched on while the service runs, tells the story by the commands of src/docs/jmx.md. */
final class RecordingIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aRecordingOfARunningServiceTellsWhatHappened(@TempDir Path folder) throws IOException {
        TestCertificate live = TestCertificate.make(folder, "first", TestCertificate.Key.EC_PKCS8)
                .copyTo(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
        TestCertificate next = TestCertificate.make(folder, "next", TestCertificate.Key.EC_PKCS8);
        Path drained = folder.resolve("drained");
        try (ServerSocket clients = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServiceProcess service = ServiceProcess.start(
                        "--s2s-ports",
                        "none",
                        "--client-port",
                        String.valueOf(clients.getLocalPort()),
                        "--client-check",
                        "connect",
                        "--cert",
                        live.certificate().toString(),
                        "--key",
                        live.key().toString(),
                        "--reload-check-interval",
                        "5",
                        "--maintenance-file",
                        drained.toString())) {
            service.awaitStatus(200, SOON); // polls and transitions before anything is recorded
            String pid = String.valueOf(service.process().pid());
            jdk("jcmd", pid, "JFR.start", "name=health", "settings=none", "maxage=7d", "maxsize=20m");

            live.replaceWith(next);
            Await.until("new certificate served", SOON, () -> service.client()
                    .servedSerial()
                    .equals(next.serial()));
            Files.createFile(drained);
            service.awaitStatus(503, SOON);

            Path file = folder.resolve("night.jfr");
            jdk("jcmd", pid, "JFR.dump", "name=health", "filename=" + file);
            String story = jdk("jfr", "print", "--events", "ircd.health.*", file.toString());
            assertTrue(story.contains("ircd.health.Poll {"), story);
            assertTrue(story.contains("clientReason = \"ok\""), story);
            assertTrue(story.contains("ircd.health.Transition {"), story);
            assertTrue(story.contains("reason = \"maintenance\""), story);
            assertTrue(story.matches("(?s).*pollTime = [0-9.]+ (ms|us|s)\n.*"), story);
            assertTrue(story.contains("ircd.health.CertificateReload {"), story);
            assertTrue(story.contains("succeeded = true"), story);
            assertEquals(
                    List.of(),
                    story.lines().filter(line -> line.startsWith("jdk.")).toList(),
                    "and nothing else");
        }
    }

    private static String jdk(String tool, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", tool).toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Commands.check(command);
    }
}
