package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorsTest {
    @ParameterizedTest
    @CsvSource({
        "1048576, 20, 4096, 4096",
        "4180, 20, 4096, 4096",
        "4179, 20, 4096, 4095",
        "256, 20, 4096, 172",
        "256, 20, 100, 100",
        "64, 20, 4096, 1",
        "9223372036854775807, 0, 1000000, 1000000"
    })
    void thePublicEndpointLeavesDescriptorsToTheRest(long limit, long open, int wanted, int connections) {
        assertEquals(connections, new Descriptors(limit, open).connections(wanted));
    }

    @Test
    void thisProcessHasSome() {
        Descriptors here = Descriptors.of(ManagementFactory.getOperatingSystemMXBean());
        assertTrue(here.open() < here.limit(), here::toString);
    }
}
