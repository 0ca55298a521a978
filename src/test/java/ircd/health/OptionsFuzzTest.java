package ircd.health;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is given as options, in a file, on the command line (arguments separated by NUL) or to the agent: a
 * configuration, or mistakes of one line each.
 */
class OptionsFuzzTest {
    private static final Path FILE = temporaryFile();

    static Stream<Named<byte[]>> corpus() throws IOException {
        return Corpus.of(OptionsFuzzTest.class, "corpus");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void optionsAreUnderstoodOrTheirMistakesAreToldInOneLineEach(byte[] options) throws IOException {
        fuzzerTestOneInput(options);
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] options) throws IOException {
        Files.write(FILE, options);
        read(List.of("@" + FILE));
        String text = new String(options, StandardCharsets.UTF_8);
        read(List.of(text.split("\0", -1)));
        read(Arguments.split(text));
    }

    private static void read(List<String> arguments) {
        try {
            Options options = new Options();
            CommandLine commandLine = new CommandLine("", options);
            Mistakes mistakes = new Mistakes();
            commandLine.parse(arguments, mistakes);
            Config config = ConfigReader.read(options, mistakes);
            config.warnings().forEach(OptionsFuzzTest::assertOneLine);
            mistakes.throwIfAny();
        } catch (BadInputException e) {
            assertFalse(e.mistakes().isEmpty());
            e.mistakes().forEach(OptionsFuzzTest::assertOneLine);
            assertOneLine(String.valueOf(e.getMessage()));
        }
    }

    private static void assertOneLine(String message) {
        assertTrue(!message.isBlank() && message.codePoints().noneMatch(Character::isISOControl), message);
    }

    private static Path temporaryFile() {
        try {
            Path file = Files.createTempFile("options", ".conf");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
