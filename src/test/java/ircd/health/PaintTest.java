package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PaintTest {
    @Test
    void onATerminalGoodIsGreenAndBadIsRed() {
        assertEquals("\u001b[32myes\u001b[0m", new Paint(true).by(true, "yes"));
        assertEquals("\u001b[31mno\u001b[0m", new Paint(true).by(false, "no"));
    }

    @Test
    void inAPipeItIsPlain() {
        assertEquals("yes", new Paint(false).by(true, "yes"));
    }
}
