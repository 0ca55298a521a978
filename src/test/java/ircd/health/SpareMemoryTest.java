package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SpareMemoryTest {
    private final AtomicLong connections = new AtomicLong();
    private final AtomicInteger releases = new AtomicInteger();
    private final SpareMemory memory = new SpareMemory(connections::get, releases::incrementAndGet);

    @Test
    void itIsGivenBackOnceAfterEachFlood() {
        look(0, 0);
        look(50_000, 0);
        look(50_000, 0);
        look(10, 1);
        look(10, 1);
        look(1_000, 1);
        look(0, 2);
    }

    @Test
    void loadBalancersAreNoFlood() {
        look(999, 0);
        look(999, 0);
        look(0, 0);
    }

    @Test
    void thisJvmCanGiveBackWhatMallocKeeps() {
        assertTrue(SpareMemory.release());
    }

    private void look(long more, int releasesByThen) {
        connections.addAndGet(more);
        memory.look();
        assertEquals(releasesByThen, releases.get());
    }
}
