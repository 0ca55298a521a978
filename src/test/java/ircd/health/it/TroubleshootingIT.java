package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code src/docs/troubleshooting.md} shows of {@code check} is what it says of a real daemon in that state. */
@EnumSource(value = NetworkKind.class, names = "NGIRCD")
final class TroubleshootingIT extends OverRealDaemons {
    private static final Path PAGE = Path.of("src/docs/troubleshooting.md");
    private static final Pattern EXAMPLE = Pattern.compile(
            "(?ms)^#+ ([^\\n]+)\\n\\n(?:This is what [^\\n]+\\n\\n)?```console\\n\\$ java -jar ircd-health.jar check ([^\\n]+)\\n(.*?)^```");

    private final int nobodysPort = new Ports().free("127.0.0.1");

    private record Example(String heading, String options, String output) {
        @Override
        public String toString() {
            return heading;
        }
    }

    static Stream<Example> examples() throws IOException {
        List<Example> examples = EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(found -> new Example(found.group(1), found.group(2), found.group(3)))
                .toList();
        assertEquals(10, examples.size(), examples::toString);
        return examples.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theOutputIsThatOfThePage(Example example, @TempDir Path folder) throws IOException {
        switch (example.heading()) {
            case "The server is not linked" -> {
                daemons().unlink();
                assertShown(example, daemons(), folder);
            }
            case "The daemon hangs" -> {
                daemons().hub().freeze();
                try {
                    assertShown(example, daemons(), folder);
                } finally {
                    daemons().hub().thaw();
                }
            }
            case "The daemon throws this host out" -> {
                try (LinkedDaemons full = kind().network(Setting.LOOPBACK.withConnectionsPerAddress(1))) {
                    full.start();
                    try (Socket taken =
                            new Socket(full.hub().address(), full.hub().clientPort())) {
                        assertTrue(taken.isConnected());
                        assertShown(example, full, folder);
                    }
                }
            }
            default -> assertShown(example, daemons(), folder);
        }
    }

    private void assertShown(Example example, LinkedDaemons daemons, Path folder) throws IOException {
        Path drain = Files.createFile(folder.resolve("drain"));
        String options = example.options()
                .replace("6667", String.valueOf(daemons.hub().clientPort()))
                .replace("6669", String.valueOf(nobodysPort))
                // Of this one there may be a TIME_WAIT, of a test that took what the service takes by default.
                .replace("4497", String.valueOf(nobodysPort))
                .replace("7000", String.valueOf(daemons.leaf().s2sPort()))
                .replace("/run/ircd-health.drain", drain.toString());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JavaProcess.jar(),
                "check"));
        command.addAll(List.of(options.split(" ")));
        if (!example.output().contains("clients   not-accepted: ")) {
            command.addAll(List.of("--timeout-ms", "5000")); // whatever else runs on this machine
        }
        String output = Commands.run(command).output().replace(drain.toString(), "/run/ircd-health.drain");

        assertEquals(comparable(example.output()), comparable(output), () -> "it says:\n" + output);
    }

    /** Without numbers and the order of rows, and without what is left of connections that ended. */
    private static String comparable(String output) {
        return output
                .lines()
                .filter(line -> !line.isBlank() && !line.endsWith("not established"))
                .map(line -> line.replaceAll("\\d+(\\.\\d+)*", "#").replaceAll(" +", " "))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining("\n"));
    }
}
