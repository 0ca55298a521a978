package ircd.health.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NewlineTest {
    @Test
    void findsWhatAPlainSearchFinds() {
        Random random = new Random(42);
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                if (random.nextInt(8) == 0) {
                    bytes[i] = (byte) "\n\013\t\212".charAt(random.nextInt(4));
                }
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            int expected = new String(bytes, 0, to, StandardCharsets.ISO_8859_1).indexOf('\n', from);
            assertEquals(expected, Newline.indexIn(bytes, from, to));
        }
    }
}
