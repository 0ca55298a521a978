package ircd.health.surface.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class in which anything was logged above DEBUG, by us or by Netty, leaked buffers included: detection is
 * at its most paranoid, and reports a leak when the next buffers are allocated after a collection.
 */
final class QuietLog extends Handler implements BeforeAllCallback, AfterAllCallback {
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final List<Logger> loggers = List.of(Logger.getLogger("io.netty"), Logger.getLogger("ircd.health"));

    @Override
    public void beforeAll(ExtensionContext context) {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        loggers.forEach(logger -> {
            logger.addHandler(this);
            logger.setUseParentHandlers(false);
        });
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        // A leak of our own: when it has been reported, so have the others, and the detector is known to work.
        String canary = "leaked on purpose after " + context.getDisplayName();
        ByteBufAllocator.DEFAULT.buffer().touch(canary);
        Awaitility.await().until(() -> {
            System.gc();
            ByteBufAllocator.DEFAULT.buffer().release();
            return said.removeIf(line -> line.contains(canary));
        });
        loggers.forEach(logger -> {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
        });
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
        assertEquals("", String.join("\n", said));
    }

    @Override
    public void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.INFO.intValue()) {
            said.add(record.getLoggerName() + ": " + record.getMessage() + " " + record.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
