package ircd.health.state;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** While this file exists, the host is drained. */
public record MaintenanceFile(@Nullable Path path) {
    /** One stat() call. Where it is not allowed the file may be there, and the host is drained: better out than wrong. */
    public boolean exists() {
        return path != null && !Files.notExists(path);
    }

    @Override
    public String toString() {
        return String.valueOf(path);
    }
}
