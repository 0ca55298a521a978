package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command lines of the Python original run as {@code src/docs/migration.md} has them, but for addresses and files. */
final class MigrationIT {
    private static final Path PAGE = Path.of("src/docs/migration.md");
    private static final Path ORIGINAL = Path.of("/etc/letsencrypt/live/irc.example.org");

    @TempDir
    private Path folder;

    static Stream<String> commands() throws IOException {
        List<String> commands = Pattern.compile("(?ms)^```sh\\njava -jar ircd-health.jar \\\\\\n +(--.*?)^```")
                .matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1).replaceAll("\\s*\\\\\\n\\s*", " ").strip())
                .toList();
        assertEquals(2, commands.size(), commands::toString);
        return commands.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itRunsAndAnswersAsTheOriginalDid(String command) {
        TestCertificate pair = TestCertificate.make(folder, "irc.example.org", TestCertificate.Key.EC_SEC1);
        String arguments = command.replaceFirst("--listen \\S+ ", "")
                .replaceFirst("--client-port \\d+", "--client-port " + new Ports().free("127.0.0.1"))
                .replace(
                        ORIGINAL.resolve("fullchain.pem").toString(),
                        pair.certificate().toString())
                .replace(ORIGINAL.resolve("privkey.pem").toString(), pair.key().toString());
        boolean https = command.contains("--cert ");
        String mode = command.contains("--mode cached") ? "cached" : "live";
        try (ServiceProcess service = ServiceProcess.start(arguments.split(" "))) {
            HealthAnswer info = new HealthClient(service.uri().resolve("/_info")).ask();

            assertEquals(HealthBody.of(false, false, false), service.health().body());
            assertEquals(
                    "{\"name\": \"ircd-web-health\", \"healthPath\": \"/health\", \"mode\": \"%s\", \"https\": %b}"
                            .formatted(mode, https),
                    info.body());
        }
    }

    /** Each option of the original has a row that says what became of it. */
    @Test
    void everyOptionOfTheOriginalIsInTheTable() throws IOException {
        String page = Files.readString(PAGE);
        for (String option : List.of(
                "listen",
                "client-port",
                "s2s-ports",
                "cert",
                "key",
                "allow-http",
                "reload-check-interval",
                "mode",
                "poll-interval",
                "timeout-ms",
                "stable-duration",
                "health-path",
                "foreground")) {
            assertTrue(
                    Pattern.compile("(?m)^\\|[^|]*`--" + option + "`")
                            .matcher(page)
                            .find(),
                    option);
        }
    }
}
