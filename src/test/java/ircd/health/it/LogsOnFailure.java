package ircd.health.it;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.IncompleteExecutionException;

/** Adds what the daemons have logged to the failure of a test that ran over them. */
final class LogsOnFailure implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (!(failure instanceof IncompleteExecutionException)
                && context.getRequiredTestInstance() instanceof OverRealDaemons test) {
            failure.addSuppressed(new DaemonLogs(test.daemons().logs()));
        }
        throw failure;
    }

    private static final class DaemonLogs extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DaemonLogs(String logs) {
            super("the daemons' logs\n" + logs, null, false, false);
        }
    }
}
