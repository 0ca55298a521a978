package ircd.health;

import java.io.IOException;
import java.nio.file.Path;

/** Whether people look on. {@code System.console()} does not tell: from Java 22 on it may be there for a pipe, too. */
final class Terminal {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /** False where the system does not say. */
    static boolean isStandardError() {
        try {
            String device = STANDARD_ERROR.toRealPath().toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException e) {
            return false; // a pipe or a socket has no path
        }
    }
}
