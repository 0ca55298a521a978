package ircd.health.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can be seen of a file without opening it, symbolic links followed: certbot renews by moving a link. */
record FileStamp(Path realPath, @Nullable Object fileKey, Instant modified, long size) {
    static FileStamp of(Path path) {
        try {
            Path real = path.toRealPath();
            BasicFileAttributes seen = Files.readAttributes(real, BasicFileAttributes.class);
            return new FileStamp(real, seen.fileKey(), seen.lastModifiedTime().toInstant(), seen.size());
        } catch (IOException | RuntimeException e) {
            return new FileStamp(path, null, Instant.MIN, -1);
        }
    }
}
