package ircd.health;

import java.io.IOException;
import java.nio.file.Path;

/** Whether people look on. {@code System.console()} does not tell: from Java 22 on it may be there for a pipe, too. */
final class Terminal {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /** False where the system does not say. */
    static boolean isStandardOutput() {
        return isTerminal(STANDARD_OUTPUT);
    }

    /** False where the system does not say. */
    static boolean isStandardError() {
        return isTerminal(STANDARD_ERROR);
    }

    private static boolean isTerminal(Path descriptor) {
        try {
            String device = descriptor.toRealPath().toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException e) {
            return false; // a pipe or a socket has no path
        }
    }
}
