package ircd.health.surface.jmx;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.state.Columns;
import ircd.health.state.Description;
import ircd.health.state.HealthMXBean;
import ircd.health.state.Unit;
import ircd.health.state.UnitOfEach;
import ircd.health.surface.jfr.CertificateReloadEvent;
import ircd.health.surface.jfr.PollEvent;
import ircd.health.surface.jfr.TransitionEvent;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables in {@code src/docs/jmx.md} say what the code says of itself, word for word. */
class JmxDocumentTest {
    private static final Path PAGE = Path.of("src/docs/jmx.md");

    private final String page;

    JmxDocumentTest() throws IOException {
        page = Files.readString(PAGE);
    }

    private void assertTable(Stream<String> rows) {
        String table = rows.collect(Collectors.joining("\n"));
        assertTrue(page.contains("|---|\n" + table + "\n\n"), () -> PAGE + " should have this table:\n" + table);
    }

    private static boolean isAttribute(Method method) {
        return method.getName().matches("(get|is)[A-Z].*");
    }

    private static String name(Method method) {
        return method.getName().replaceFirst("^(get|is)", "");
    }

    private static <T extends Annotation> String text(Method method, Class<T> annotation, Function<T, String> value) {
        T present = method.getAnnotation(annotation);
        return present == null ? "" : value.apply(present);
    }

    private static String attribute(Method method) {
        String unit = text(method, Unit.class, Unit::value);
        String each = text(method, UnitOfEach.class, UnitOfEach::value);
        return "| `%s` | %s | %s |"
                .formatted(
                        name(method),
                        unit + each,
                        requireNonNull(method.getAnnotation(Description.class)).value());
    }

    private static String operation(Method method) {
        String parameters =
                Stream.of(method.getParameters()).map(Parameter::getName).collect(Collectors.joining(", "));
        return "| `%s(%s)` | %s |"
                .formatted(
                        method.getName(),
                        parameters,
                        requireNonNull(method.getAnnotation(Description.class)).value());
    }

    @ParameterizedTest
    @ValueSource(classes = {HealthMXBean.class, EndpointMXBean.class, CertificateMXBean.class})
    void theAttributesOfEachBeanAreThoseOfTheCode(Class<?> mxbean) {
        assertTable(Stream.of(mxbean.getMethods())
                .filter(JmxDocumentTest::isAttribute)
                .sorted(Comparator.comparing(JmxDocumentTest::name))
                .map(JmxDocumentTest::attribute));
    }

    @Test
    void soAreTheOperations() {
        assertTable(Stream.of(HealthMXBean.class, EndpointMXBean.class, CertificateMXBean.class)
                .flatMap(mxbean -> Stream.of(mxbean.getMethods()))
                .filter(method -> !isAttribute(method))
                .sorted(Comparator.comparing(Method::getName))
                .map(JmxDocumentTest::operation));
    }

    @ParameterizedTest
    @ValueSource(strings = {"getLinks", "getTransitions"})
    void soAreTheColumnsOfTheTables(String attribute) throws NoSuchMethodException {
        String[] columns = requireNonNull(
                        HealthMXBean.class.getMethod(attribute).getAnnotation(Columns.class))
                .value();
        assertTable(Stream.of(columns).map(column -> "| `" + column.replaceFirst(": ", "` | ") + " |"));
    }

    @ParameterizedTest
    @ValueSource(classes = {PollEvent.class, TransitionEvent.class, CertificateReloadEvent.class})
    void soAreTheFieldsOfTheEvents(Class<?> event) {
        String name = requireNonNull(event.getAnnotation(Name.class)).value();
        assertTrue(page.contains("`" + name + "`: "), name);
        assertTable(Stream.of(event.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(Label.class))
                .map(JmxDocumentTest::field));
    }

    private static String field(Field field) {
        String text =
                requireNonNull(field.getAnnotation(jdk.jfr.Description.class)).value();
        return "| `" + field.getName() + "` | " + text + " |";
    }
}
