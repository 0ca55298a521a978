package ircd.health.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** What this machine has to run daemons with, and as which user. */
final class Daemons {
    private static final String INSTALL = ".ci/install";

    private Daemons() {}

    /** Skips the calling test where a program is missing; with {@code CI=true} in the environment that is a failure. */
    static void require(String... programs) {
        List<String> missing = Arrays.stream(programs)
                .filter(program -> find(program).isEmpty())
                .toList();
        missing(missing, "true".equals(System.getenv("CI")));
    }

    /** Skips the calling test, or fails it with {@code CI=true}, if it may not make network namespaces. */
    static void requireRoot() {
        if (isRoot()) {
            return;
        }
        String message = "network namespaces need root";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(message + " (CI=true: that is a failure)");
        }
        throw new TestAbortedException(message);
    }

    static void missing(List<String> programs, boolean ci) {
        if (programs.isEmpty()) {
            return;
        }
        String message =
                "not installed: " + String.join(", ", programs) + "; what the tests need comes with " + INSTALL;
        if (ci) {
            throw new AssertionError(message + " (CI=true: what is missing is a failure)");
        }
        throw new TestAbortedException(message);
    }

    /** Debian keeps daemons in /usr/sbin, which is not on every user's PATH. */
    static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The daemons refuse to run as root, or drop to another user by themselves: as root they are started as user irc. */
    static List<String> unprivileged(List<String> command) {
        if (!isRoot()) {
            return List.copyOf(command);
        }
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=irc", "--regid=irc", "--clear-groups", "--"));
        all.addAll(command);
        return List.copyOf(all);
    }

    /** Gives files to the user that the daemons run as. */
    static void handOver(Path... paths) {
        if (!isRoot()) {
            return;
        }
        try {
            for (Path path : paths) {
                UserPrincipal irc =
                        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("irc");
                Files.setOwner(path, irc);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The user that the daemons run as. */
    static String user() {
        return isRoot() ? "irc" : System.getProperty("user.name");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
