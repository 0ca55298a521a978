package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.beust.jcommander.Parameter;
import ircd.health.check.ClientReason;
import ircd.health.verdict.S2sReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's tables cannot go stale. */
class ReadmeTest {
    private static final List<String> NOT_IN_THE_TABLE = List.of("--version", "--help", "-h");

    private final String readme;

    ReadmeTest() throws IOException {
        readme = Files.readString(Path.of("README.md"));
    }

    private String row(String option) {
        return readme.lines()
                .filter(line -> line.matches("\\| (`--[a-z-]+ FILE`, )?`" + option + "[ `].*"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(option + " is missing"));
    }

    @Test
    void everyOptionIsInTheTableWithItsDefault() throws IllegalAccessException {
        Options defaults = new Options();
        for (var field : Options.class.getDeclaredFields()) {
            for (String name : field.getAnnotation(Parameter.class).names()) {
                if (NOT_IN_THE_TABLE.contains(name)) {
                    continue;
                }
                String row = row(name);
                if (field.get(defaults) instanceof String text) {
                    assertTrue(row.contains("| `" + text + "` |"), row);
                }
            }
        }
    }

    @Test
    void everyOptionOfTheTableExists() {
        List<String> known = new ArrayList<>();
        for (var field : Options.class.getDeclaredFields()) {
            known.addAll(List.of(field.getAnnotation(Parameter.class).names()));
        }
        Matcher option = Pattern.compile("(?m)^\\| `(--[a-z0-9-]+)").matcher(readme);
        List<String> inTable = option.results().map(match -> match.group(1)).toList();

        assertTrue(inTable.size() > 20, inTable::toString);
        assertEquals(
                List.of(),
                inTable.stream().filter(name -> !known.contains(name)).toList());
    }

    /** {@code attach} makes them absolute before another JVM reads them. */
    @Test
    void everyOptionThatTakesAPathIsKnownToAttach() {
        Matcher option = Pattern.compile("(?m)^\\|.*?`(--[a-z-]+) (?:FILE|PATH|DIR)`(?:, `(--[a-z-]+) FILE`)?")
                .matcher(readme);
        Set<String> paths = option.results()
                .flatMap(match -> Stream.of(match.group(1), match.group(2)))
                .filter(Objects::nonNull)
                .filter(name -> !name.equals("--health-path")) // of a URL
                .collect(Collectors.toSet());

        assertEquals(AttachCommand.PATHS, paths);
    }

    @Test
    void everyReasonIsExplained() {
        Stream.concat(
                        Stream.of(ClientReason.values()).map(ClientReason::word),
                        Stream.of(S2sReason.values()).map(S2sReason::word))
                .forEach(word -> assertTrue(readme.matches("(?s).*\n\\|[^|\n]*`" + word + "`.*"), word));
    }

    /** What has no default in its text has it in the code that reads it: a word, or an address. */
    @Test
    void whatIsOffUnlessGivenIsSaidToBe() throws IllegalAccessException {
        Options defaults = new Options();
        for (var field : Options.class.getDeclaredFields()) {
            String name = field.getAnnotation(Parameter.class).names()[0];
            Object value = field.get(defaults);
            if (NOT_IN_THE_TABLE.contains(name) || value instanceof String) {
                continue;
            }
            String shown = row(name)
                    .replaceFirst(".*[^\\\\]\\|([^|]*)\\|[^|]*\\|$", "$1")
                    .strip();
            assertTrue(
                    Set.of("off", "any", "none", "", "that of `--jmx-listen`", metricsDefault())
                            .contains(shown),
                    name);
        }
    }

    private static String metricsDefault() {
        return "`" + read(new Options()).metrics().listen() + "`";
    }

    private static Config read(Options options) {
        options.allowHttp = true;
        return ConfigReader.read(options, new Mistakes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--timeout-ms", "--poll-interval", "--reload-check-interval"})
    void theSmallestValueIsThatOfTheTable(String name) throws IllegalAccessException {
        Options options = new Options();
        for (var field : Options.class.getDeclaredFields()) {
            if (field.getAnnotation(Parameter.class).names()[0].equals(name)) {
                field.set(options, "1");
            }
        }
        String warning = read(options).warnings().get(0);
        String smallest = warning.replaceFirst(name + " 1: raised to (\\d+) .*", "$1");

        assertTrue(row(name).contains("(at least " + smallest + ")"), () -> row(name) + " but: " + warning);
    }

    @Test
    void theWordsOfTheReasonsAreThoseOfTheCode() {
        Set<String> known = Stream.concat(
                        Stream.of(ClientReason.values()).map(ClientReason::word),
                        Stream.of(S2sReason.values()).map(S2sReason::word))
                .collect(Collectors.toSet());
        String reasons = readme.substring(readme.indexOf("### Reasons"), readme.indexOf("## Operations"));
        Matcher row = Pattern.compile("(?m)^\\| (`[^|]*) \\|").matcher(reasons);
        List<String> inTables = row.results()
                .flatMap(cell -> Stream.of(cell.group(1).split(", ")))
                .map(word -> word.replace("`", ""))
                .toList();

        assertTrue(inTables.size() > known.size(), inTables::toString);
        assertEquals(
                List.of(),
                inTables.stream().filter(word -> !known.contains(word)).toList());
    }

    @Test
    void theExitStatusesAreThoseOfTheCode() {
        String check = "%d routable, %d still warming, %d not routable,\n%d could not judge"
                .formatted(
                        CheckCommand.ROUTABLE,
                        CheckCommand.WARMING,
                        CheckCommand.NOT_ROUTABLE,
                        CheckCommand.COULD_NOT_JUDGE);

        assertTrue(readme.contains("Its exit status is " + check), check);
        assertTrue(readme.contains("ends the start with exit status " + Main.BAD_INPUT
                + " and one line per mistake (`check` with " + CheckCommand.COULD_NOT_JUDGE));
        assertTrue(readme.contains("ends it with status " + Main.CANNOT_START));
    }
}
