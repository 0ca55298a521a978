package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(30)
class RehearsalTest {
    private static final Path NO_CERTIFICATE = Path.of("/no/such");

    @Test
    @EnabledOnOs(OS.LINUX)
    void aServiceThatHangsIsEndedAndWhatItSaidIsTold() throws IOException {
        List<String> hangs = List.of("sh", "-c", "echo it thinks; exec sleep 60");
        try (Rehearsal rehearsal = new Rehearsal(hangs, Duration.ofMillis(500))) {
            IOException e = assertThrows(IOException.class, () -> rehearsal.askAsTheWorldDoes(NO_CERTIFICATE));
            assertEquals("the service did not start: it thinks", e.getMessage());
        }
    }
}
