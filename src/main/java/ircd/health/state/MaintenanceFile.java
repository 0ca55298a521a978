package ircd.health.state;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** While this file exists, the host is drained. */
public record MaintenanceFile(@Nullable Path path) {
    /** One stat() call; a directory that is missing or closed to us means that the file is not there. */
    public boolean exists() {
        return path != null && Files.exists(path);
    }

    @Override
    public String toString() {
        return String.valueOf(path);
    }
}
