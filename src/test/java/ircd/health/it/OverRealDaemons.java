package ircd.health.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.opentest4j.TestAbortedException;

/**
 * A test class that runs once over each kind of daemon that its {@code @EnumSource} names. Its tests share one network,
 * linked anew before each test.
 */
@ParameterizedClass(name = "{0}")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LogsOnFailure.class)
abstract class OverRealDaemons {
    @Parameter
    private NetworkKind kind;

    private LinkedDaemons daemons;
    private String missing = "";

    /**
     * Not in {@code @BeforeAll}, which comes once for all kinds. What is missing is said aloud here and again by each
     * test: a class that is skipped whole would not even be counted as skipped.
     */
    @BeforeParameterizedClassInvocation
    final void startDaemons() {
        missing = "";
        try {
            daemons = kind.start();
        } catch (TestAbortedException e) {
            missing = "SKIPPED " + getClass().getSimpleName() + " over " + kind + ": " + e.getMessage();
            System.out.println(missing);
        }
    }

    @AfterParameterizedClassInvocation
    final void stopDaemons() {
        if (daemons != null) {
            daemons.close();
            daemons = null;
        }
    }

    @BeforeEach
    final void linkDaemons() {
        assumeTrue(missing.isEmpty(), missing);
        daemons.startLinked();
    }

    final NetworkKind kind() {
        return kind;
    }

    final LinkedDaemons daemons() {
        return daemons;
    }
}
