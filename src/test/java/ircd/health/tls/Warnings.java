package ircd.health.tls;

import java.util.List;
import java.util.ResourceBundle;

/** A logger that keeps the warnings, and nothing else. */
public record Warnings(List<String> said) implements System.Logger {
    @Override
    public String getName() {
        return "test";
    }

    @Override
    public boolean isLoggable(Level level) {
        return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
        log(level, bundle, message);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Object... parameters) {
        if (level == Level.WARNING) {
            said.add(message);
        }
    }
}
