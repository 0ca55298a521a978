package ircd.health.surface.http;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Netty logs by itself, in a JVM that is not ours: errors go where our own lines go, all else is for developers.
 * Netty would look for a logging library of the host's and warn there, in many lines, of what is no matter to the host.
 */
public final class NettyLog {
    private NettyLog() {}

    /** Concerns our own copy of Netty alone; must come before anything else of it. */
    public static void giveToHost() {
        InternalLoggerFactory.setDefaultFactory(new InternalLoggerFactory() {
            @Override
            protected InternalLogger newInstance(String name) {
                return logger(name, System.getLogger(name));
            }
        });
    }

    private static InternalLogger logger(String name, System.Logger host) {
        return (InternalLogger) Proxy.newProxyInstance(
                InternalLogger.class.getClassLoader(),
                new Class<?>[] {InternalLogger.class},
                (proxy, method, words) -> switch (method.getName()) {
                    case "name", "toString" -> name;
                    case "hashCode" -> name.hashCode();
                    case "equals" -> proxy == words[0];
                    default -> call(host, method, words);
                });
    }

    /** {@code isWarnEnabled()}, {@code isEnabled(level)}, {@code warn(...)} or {@code log(level, ...)}. */
    private static @Nullable Object call(System.Logger host, Method method, Object @Nullable [] words) {
        boolean error = method.getName().toLowerCase(Locale.ROOT).contains("error")
                || (words != null
                        && words.length > 0
                        && String.valueOf(words[0]).equals("ERROR"));
        Level level = error ? Level.ERROR : Level.DEBUG;
        if (method.getReturnType() == boolean.class) {
            return host.isLoggable(level);
        }
        host.log(level, () -> "Netty: " + Arrays.deepToString(words));
        return null;
    }
}
