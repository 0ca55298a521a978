package ircd.health.surface.http;

import io.netty.channel.epoll.Epoll;
import org.jspecify.annotations.Nullable;

/** Netty's native libraries, which are in the jar for Linux on two kinds of machines. */
final class Natives {
    private Natives() {}

    /** Why they cannot be used, in one line; null if they can, are not there for this platform, or were switched off. */
    static @Nullable String failure() {
        Throwable cause = Epoll.unavailabilityCause();
        if (cause == null || cause instanceof UnsupportedOperationException || !areForThisPlatform()) {
            return null;
        }
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        // The linker's own words come last, after the file, twice.
        return cause.getClass().getSimpleName() + ": "
                + String.valueOf(cause.getMessage()).replaceFirst("(?s).*: ", "");
    }

    private static boolean areForThisPlatform() {
        return System.getProperty("os.name", "").equals("Linux")
                && System.getProperty("os.arch", "").matches("amd64|x86_64|aarch64");
    }
}
