package ircd.health;

import java.util.List;
import java.util.stream.Collectors;

/** The modules of the JDK that we need: a host on the module path has only those that it asked for itself. */
final class Modules {
    private static final List<String> NEEDED = List.of("java.management", "jdk.httpserver", "jdk.jfr");

    private Modules() {}

    static void require() throws StartException {
        String missing = NEEDED.stream()
                .filter(name -> ModuleLayer.boot().findModule(name).isEmpty())
                .collect(Collectors.joining(","));
        if (!missing.isEmpty()) {
            throw new StartException("this JVM runs without modules that it needs; add --add-modules " + missing);
        }
    }
}
