package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.beust.jcommander.Parameter;
import ircd.health.check.ClientReason;
import ircd.health.state.HealthMXBean;
import ircd.health.surface.jmx.CertificateMXBean;
import ircd.health.surface.jmx.EndpointMXBean;
import ircd.health.verdict.S2sReason;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    @Test
    void everyOptionIsInTheTableWithItsDefault() throws IllegalAccessException {
        Options defaults = new Options();
        for (var field : Options.class.getDeclaredFields()) {
            for (String name : field.getAnnotation(Parameter.class).names()) {
                if (NOT_IN_THE_TABLE.contains(name)) {
                    continue;
                }
                String row = readme.lines()
                        .filter(line -> line.matches("\\| (`--[a-z-]+ FILE`, )?`" + name + "[ `].*"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(name + " is missing"));
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

    @Test
    void everyReasonIsExplained() {
        Stream.concat(
                        Stream.of(ClientReason.values()).map(ClientReason::word),
                        Stream.of(S2sReason.values()).map(S2sReason::word))
                .forEach(word -> assertTrue(readme.matches("(?s).*\n\\|[^|\n]*`" + word + "`.*"), word));
    }

    @ParameterizedTest
    @ValueSource(classes = {HealthMXBean.class, EndpointMXBean.class, CertificateMXBean.class})
    void everyAttributeAndOperationIsThere(Class<?> mxbean) {
        for (Method method : mxbean.getMethods()) {
            String name = method.getName().replaceFirst("^(get|is)(?=[A-Z])", "");
            String shown = name.equals(method.getName()) ? "`" + name + "(" : "`" + name + "`";
            assertTrue(readme.contains(shown), shown);
        }
    }
}
