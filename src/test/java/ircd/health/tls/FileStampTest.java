package ircd.health.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileStampTest {
    @Test
    void aLinkHasTheStampOfTheFileItLeadsTo(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "x");
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));

        assertEquals(FileStamp.of(file), FileStamp.of(link));
    }

    @Test
    void anAbsentFileHasAStampThatEndsWhenItAppears(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("file");
        FileStamp absent = FileStamp.of(file);

        assertEquals(absent, FileStamp.of(file));
        assertNotEquals(absent, FileStamp.of(Files.writeString(file, "")));
    }
}
