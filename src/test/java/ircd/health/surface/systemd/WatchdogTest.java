package ircd.health.surface.systemd;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchdogTest {
    private static final long OWN_PID = 42;
    private static final Duration NEEDED = Duration.ofMillis(45_500);

    @ParameterizedTest
    @CsvSource({"60000000,", "60000000, 42", "45500000, 42"})
    void oneThatIsLongEnoughIsTakenAsItIs(String microseconds, @Nullable String pid) {
        Watchdog watchdog = requireNonNull(of(microseconds, pid));

        assertEquals(new Watchdog(Duration.ofMillis(Long.parseLong(microseconds) / 1_000), false), watchdog);
    }

    @Test
    void oneThatIsTooShortIsMadeAsLongAsNeeded() {
        Watchdog watchdog = requireNonNull(of("45499999", "42"));

        assertEquals(new Watchdog(NEEDED, true), watchdog);
        assertEquals("WATCHDOG_USEC=45500000", watchdog.request());
    }

    @ParameterizedTest
    @CsvSource({
        ",", // none
        "60000000, 41", // another process is meant
        "0, 42",
        "-1, 42",
        "soon, 42",
        "60000000, me",
        "99999999999999999999, 42",
    })
    void noneAndOneOfAnotherAndGarbageIsNone(@Nullable String microseconds, @Nullable String pid) {
        assertNull(of(microseconds, pid));
    }

    @Test
    void theLongestThereIsDoesNotOverflow() {
        requireNonNull(of(String.valueOf(Long.MAX_VALUE), null));
    }

    private static @Nullable Watchdog of(@Nullable String microseconds, @Nullable String pid) {
        Map<String, String> environment = new HashMap<>();
        if (microseconds != null) {
            environment.put("WATCHDOG_USEC", microseconds);
        }
        if (pid != null) {
            environment.put("WATCHDOG_PID", pid);
        }
        return Watchdog.of(environment, OWN_PID, NEEDED);
    }
}
