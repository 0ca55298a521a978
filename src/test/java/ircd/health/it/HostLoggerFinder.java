package ircd.health.it;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A host's own way of logging: all of it on standard output. */
public final class HostLoggerFinder extends System.LoggerFinder {
    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Printing(name);
    }

    private record Printing(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.compareTo(Level.INFO) >= 0;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
            print(level, message);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, Object... parameters) {
            print(level, format);
        }

        private void print(Level level, String message) {
            if (isLoggable(level)) {
                System.out.println("host log: " + level + " " + message);
            }
        }
    }
}
