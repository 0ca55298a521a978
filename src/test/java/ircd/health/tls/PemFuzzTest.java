package ircd.health.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in a file given as --cert and --key: a pair, or one line that says why not, and shows no key. */
class PemFuzzTest {
    private static final Path PAIR = temporaryFile();
    /** What a message may repeat. Begins may overlap, hence the look ahead. */
    private static final Pattern LABEL = Pattern.compile("(?=-----(?:BEGIN|END) ([A-Z0-9 ]{1,40})-----)");

    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9+/=]{16,}");

    static Stream<Named<byte[]>> corpus() throws IOException {
        return Corpus.of(PemFuzzTest.class, "corpus/pem");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void aFileIsAPairOrIsRefusedInOneLineWithoutTheKey(byte[] file) throws IOException {
        fuzzerTestOneInput(file);
    }

    /** Counting lines from the start for each block took minutes for such a file. */
    @Test
    void manyBlocksAreReadInOnePass() {
        byte[] file = ("-----BEGIN A-----\n-----END A-----\n".repeat(30_000) + "-----BEGIN B-----").getBytes(US_ASCII);

        assertTimeout(Duration.ofSeconds(10), () -> fuzzerTestOneInput(file));
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] file) throws IOException {
        Files.write(PAIR, file);
        try {
            PemFiles.read(PAIR, PAIR);
        } catch (KeyMaterialException e) {
            assertOneLine(String.valueOf(e.getMessage()));
            String text = new String(file, StandardCharsets.ISO_8859_1);
            String message = LABEL.matcher(text)
                    .results()
                    .map(label -> label.group(1))
                    .reduce(e.getMessage().replace(PAIR.toString(), ""), (rest, label) -> rest.replace(label, " "));
            SECRET.matcher(text).results().forEach(run -> assertFalse(message.contains(run.group()), message));
        }
    }

    static void assertOneLine(String message) {
        assertTrue(message.length() < 500 && message.codePoints().noneMatch(Character::isISOControl), message);
    }

    private static Path temporaryFile() {
        try {
            Path file = Files.createTempFile("pair", ".pem");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
