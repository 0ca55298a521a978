package ircd.health;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.beust.jcommander.Parameter;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration and the manual page of the Debian package say what the options say of themselves, and no more. */
class PackageFilesTest {
    private static final Path FILES = Path.of("src/main/deb");

    /** Of no use in a file: they end the service. */
    private static final List<String> ONLY_TYPED = List.of("--version", "--help");

    /** @param sentence what it is for and, where the field cannot tell it, its default */
    private record Option(String name, String sentence, @Nullable String value) {
        static Option of(Field field, Object defaults) {
            Parameter parameter = field.getAnnotation(Parameter.class);
            try {
                return new Option(
                        parameter.names()[0],
                        parameter.description().replaceFirst(" \\(default: .*\\)$", "") + ".",
                        field.get(defaults) instanceof String text ? text : null);
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Option> serviceOptions() {
        return of(new Options());
    }

    static Stream<Option> allOptions() {
        return Stream.of(new Options(), new CheckOptions(), new DemoOptions()).flatMap(PackageFilesTest::of);
    }

    private static Stream<Option> of(Object options) {
        return Arrays.stream(options.getClass().getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(Parameter.class))
                .filter(field -> !field.getAnnotation(Parameter.class).hidden())
                .map(field -> Option.of(field, options));
    }

    /** Option to its value, the default or an example; option to the comment above it. */
    private record Configuration(Map<String, String> values, Map<String, String> comments) {
        static Configuration read() throws IOException {
            Map<String, String> values = new TreeMap<>();
            Map<String, String> comments = new TreeMap<>();
            Matcher block = Pattern.compile("(?m)((?:^# .*\n)+)^#(--\\S+) ?(.*)$")
                    .matcher(Files.readString(FILES.resolve("ircd-health.conf")));
            while (block.find()) {
                values.put(block.group(2), block.group(3));
                comments.put(
                        block.group(2),
                        block.group(1).lines().map(line -> line.substring(2)).collect(joining(" ")));
            }
            return new Configuration(values, comments);
        }
    }

    @Test
    void theConfigurationHasTheOptionsThatThereAre() throws IOException {
        assertEquals(
                serviceOptions()
                        .map(Option::name)
                        .filter(name -> !ONLY_TYPED.contains(name))
                        .sorted()
                        .toList(),
                List.copyOf(Configuration.read().values().keySet()));
    }

    @ParameterizedTest
    @MethodSource("serviceOptions")
    void theConfigurationHasEachWithItsSentenceAndItsDefault(Option option) throws IOException {
        if (ONLY_TYPED.contains(option.name)) {
            return;
        }
        Configuration file = Configuration.read();

        assertTrue(
                file.comments.get(option.name).startsWith(option.sentence),
                () -> option.sentence + " is not above #" + option.name);
        if (option.value == null) {
            assertTrue(
                    file.comments.get(option.name).matches(".* Default: [^ ].*\\."),
                    () -> "no default is told of " + option.name);
        } else {
            assertEquals(option.value, file.values.get(option.name));
        }
    }

    @Test
    void everyLineOfTheConfigurationIsAcceptedWithoutItsMark() throws IOException {
        Mistakes mistakes = new Mistakes();
        Options options = new Options();
        List<String> lines = Files.readAllLines(FILES.resolve("ircd-health.conf"));
        new CommandLine("", options)
                .parse(
                        lines.stream()
                                .filter(line -> line.startsWith("#--"))
                                .flatMap(line -> Stream.of(line.substring(1).split(" ", 2)))
                                .toList(),
                        mistakes);
        ConfigReader.read(options, mistakes);

        assertDoesNotThrow(mistakes::throwIfAny);
    }

    @Test
    void theConfigurationAsItIsInstalledSetsNothing() throws IOException {
        assertEquals(
                List.of(),
                Files.readAllLines(FILES.resolve("ircd-health.conf")).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList());
    }

    /** Option to what the manual says of it, without the typesetting. */
    private static Map<String, String> manual() throws IOException {
        String page = Files.readString(FILES.resolve("ircd-health.1"))
                .replace("\\-", "-")
                .replaceAll("\\\\f[BIR]", "")
                .replaceAll("(?m)^\\.BR? (.*)$", "$1");
        Map<String, String> entries = new TreeMap<>();
        Matcher entry = Pattern.compile("(?ms)^\\.TP\n(--[a-z0-9-]+)([^\n]*)\n(.*?)(?=^\\.)")
                .matcher(page);
        while (entry.find()) {
            entries.put(entry.group(1), entry.group(3).replace('\n', ' ').strip());
        }
        return entries;
    }

    @Test
    void theManualHasTheOptionsThatThereAre() throws IOException {
        assertEquals(allOptions().map(Option::name).distinct().sorted().toList(), List.copyOf(manual().keySet()));
    }

    @ParameterizedTest
    @MethodSource("allOptions")
    void theManualHasEachWithItsSentenceAndItsDefault(Option option) throws IOException {
        String entry = manual().get(option.name);

        assertTrue(entry.startsWith(option.sentence), entry);
        if (option.value != null) {
            assertTrue(entry.endsWith(" Default: " + option.value + "."), entry);
        }
    }

    @ParameterizedTest
    @MethodSource("allOptions")
    void theSentenceLeavesTheDefaultToTheWordsBehindIt(Option option) {
        assertFalse(option.sentence.matches("(?i).*(default|unless given).*"), option.sentence);
    }

    @Test
    void theManualExplainsEveryCommand() throws IOException {
        String page = Files.readString(FILES.resolve("ircd-health.1"));
        for (String command : CompletionTest.commands()) {
            assertTrue(page.contains("\n.TP\n.B " + command + "\n"), command);
        }
    }

    /** apt sorts by this version, and the build's times are the changelog's. */
    @Test
    void theChangelogBeginsWithTheVersionAndTheTimeOfTheBuild() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String version = first("<version>([^<]+)</version>", pom).replaceFirst("-SNAPSHOT$", "~SNAPSHOT");
        String time = first("<project.build.outputTimestamp>([^<]+)<", pom);
        String changelog = Files.readString(FILES.resolve("changelog"));

        assertTrue(changelog.startsWith("ircd-health (" + version + ") "), version);
        assertEquals(
                Instant.parse(time),
                ZonedDateTime.parse(first("(?m)^ -- .*>  (.*)$", changelog), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant());
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }
}
