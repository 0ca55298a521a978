package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code src/container} says, as far as it can be read without Docker. */
class ContainerTest {
    private static final Path FOLDER = Path.of("src/container");

    private static JsonNode yaml(String file) throws IOException {
        return new YAMLMapper().readTree(FOLDER.resolve(file).toFile());
    }

    private static Config read(List<String> arguments) {
        Options options = new Options();
        Mistakes mistakes = new Mistakes();
        new CommandLine("", options).parse(arguments, mistakes);
        Config config = ConfigReader.read(options, mistakes);
        try {
            mistakes.throwIfAny();
        } catch (BadInputException e) {
            throw new AssertionError(e.mistakes().toString(), e);
        }
        return config;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    @Test
    void theOptionsAreUnderstood() throws IOException {
        Config compose = read(List.of("@" + FOLDER.resolve("ircd-health.conf")));
        Config pod = read(texts(yaml("kubernetes.yaml").at("/spec/containers/1/args")));

        assertEquals("0.0.0.0:8443", compose.endpoint().listen().toString());
        assertEquals("0.0.0.0:8443", pod.endpoint().listen().toString());
        assertEquals(20, pod.endpoint().drain().toSeconds());
    }

    @Test
    void nothingIsStartedThroughAShell() throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve("Dockerfile"));

        assertTrue(lines.stream().anyMatch(line -> line.startsWith("ENTRYPOINT [\"java\", ")), lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("CMD [\"")), lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("    CMD [\"java\", ")), lines::toString);
        assertTrue(lines.contains("USER 9679:9679"), lines::toString);
    }

    @Test
    void itHasNoPrivilegeAndSharesTheNetworkOfTheDaemon() throws IOException {
        JsonNode compose = yaml("compose.yaml").at("/services/ircd-health");
        JsonNode pod = yaml("kubernetes.yaml").at("/spec/containers/1/securityContext");

        assertEquals("service:ircd", compose.get("network_mode").asText());
        assertEquals("9679:9679", compose.get("user").asText());
        assertTrue(compose.get("read_only").asBoolean()
                && pod.get("readOnlyRootFilesystem").asBoolean());
        assertEquals(List.of("ALL"), texts(compose.get("cap_drop")));
        assertEquals(List.of("ALL"), texts(pod.at("/capabilities/drop")));
        assertEquals(9679, pod.get("runAsUser").asInt());
    }
}
