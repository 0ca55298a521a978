package ircd.health.surface.page;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By what name a browser came. A foreign web page may have its own name lead to our address (DNS rebinding), and would
 * then read what we show in the browser of whoever has it open; it cannot do so with an address, or with localhost.
 */
final class HostName {
    private static final Pattern NOT_FOREIGN =
            Pattern.compile("(?i)(localhost|\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+])(:\\d*)?");

    private HostName() {}

    /** @param host the header; null if there is none, as no browser does it */
    static boolean isForeign(@Nullable String host) {
        return host != null && !NOT_FOREIGN.matcher(host).matches();
    }
}
