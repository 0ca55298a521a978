package ircd.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.beust.jcommander.Parameter;
import ircd.health.check.ClientCheckKind;
import ircd.health.demo.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bash proposes, asked of bash itself. */
class CompletionTest {
    private static final Path BASH = Path.of("/bin/bash");

    /** The words are cut as bash cuts them: at blanks, at = and at @. */
    private static final String ASK = "source src/main/deb/ircd-health.bash-completion; "
            + "COMP_WORDS=(ircd-health \"$@\"); COMP_CWORD=$#; _ircd_health; printf '%s\\n' \"${COMPREPLY[@]}\"";

    @TempDir
    private Path folder;

    @BeforeEach
    void needsBash() {
        assumeTrue(Files.isExecutable(BASH), "no bash here");
    }

    /** The commands that {@code --help} names. */
    static List<String> commands() {
        ByteArrayOutputStream help = new ByteArrayOutputStream();
        try {
            new Main(new PrintStream(help, true, UTF_8), System.err).run(List.of("--help"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        Matcher usage =
                Pattern.compile("Usage: .* \\[([a-z|-]+)(?: PID)?] \\[options]").matcher(help.toString(UTF_8));
        assertTrue(usage.find(), help::toString);
        return List.of(usage.group(1).split("\\|"));
    }

    /** Those that only the launcher's own description has, a line each. */
    private static List<String> commandsOfTheLauncher() throws IOException {
        return Pattern.compile("(?m)^# ircd-health ([a-z-]+)$")
                .matcher(Files.readString(Path.of("src/main/launcher/ircd-health")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void theFirstWordIsACommandOrAnOption() throws IOException {
        Set<String> all = names(Options.class);
        all.addAll(commands());
        all.addAll(commandsOfTheLauncher());

        assertEquals(all, proposed(""));
    }

    @Test
    void eachCommandHasItsOptions() throws IOException {
        Set<String> ofCheck = names(Options.class);
        ofCheck.addAll(names(CheckOptions.class));

        assertEquals(names(Options.class), proposed("--client-tls", ""));
        assertEquals(ofCheck, proposed("check", "--"));
        assertEquals(names(DemoOptions.class), proposed("demo", ""));
        assertEquals(names(Options.class), proposed("attach", "1", "--"));
        assertEquals(List.of("make-archive"), commandsOfTheLauncher());
        assertEquals(Set.of(), proposed("make-archive", ""));
        assertEquals(Set.of("--cert"), proposed("check", "--ce"));
    }

    /** Their long names. */
    private static Set<String> names(Class<?> options) {
        return Arrays.stream(options.getDeclaredFields())
                .map(field -> field.getAnnotation(Parameter.class))
                .filter(parameter -> parameter != null && !parameter.hidden())
                .map(parameter -> parameter.names()[0])
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void whatHasFewValuesHasThemProposed() {
        assertEquals(words(Mode.values()), proposed("--mode", ""));
        assertEquals(words(ClientCheckKind.values()), proposed("--client-check", ""));
        assertEquals(words(ClientCheckKind.values()), proposed("--client-check", "="));
        assertEquals(Set.of("irc"), proposed("check", "--client-check", "=", "i"));
        assertEquals(words(Scenario.values()), proposed("demo", "--scenario", ""));
        assertEquals(Set.of("none"), proposed("--s2s-ports", ""));
        assertEquals(Set.of("none"), proposed("--metrics-listen", "n"));
        assertEquals(Set.of(), proposed("--listen", ""));
    }

    private static Set<String> words(Enum<?>[] values) {
        return Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--cert", "--key", "--maintenance-file", "--jmx-password-file", "--jmx-access-file", "--proc-net"
            })
    void filesAreProposed(String option) throws IOException {
        Path file = Files.createFile(folder.resolve("with blank"));

        assertEquals(Set.of(file.toString()), proposed(option, folder + "/wi"));
    }

    @Test
    void filesOfOptionsAreProposedWithTheirMark() throws IOException {
        Path file = Files.createFile(folder.resolve("ircd-health.conf"));

        assertEquals(Set.of("@" + file), proposed("check", "@", folder + "/irc"));
        assertEquals(Set.of("@" + folder + "/"), proposed("@", folder.toString()));
    }

    private static Set<String> proposed(String... words) {
        List<String> command = new ArrayList<>(List.of(BASH.toString(), "--norc", "-c", ASK, "bash"));
        command.addAll(List.of(words));
        try {
            Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(bash.getInputStream().readAllBytes(), UTF_8);
            assertEquals(0, bash.waitFor(), output);
            return output.lines().filter(line -> !line.isEmpty()).collect(toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
