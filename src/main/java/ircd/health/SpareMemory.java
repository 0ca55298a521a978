package ircd.health;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Gives back to the system what a flood of connections has left, some 30 MB: the JVM collects the garbage of its old
 * generation only once that is full, and malloc keeps what was freed ({@code -XX:TrimNativeHeapInterval} would take a
 * thread). For a service that has the process to itself.
 */
final class SpareMemory {
    /** How often to look. A flood is over when an interval was without one, and its memory is free by then. */
    static final Duration INTERVAL = Duration.ofSeconds(20);

    private static final long FLOOD = 1000; // connections in an interval

    private final LongSupplier connections;
    private final Runnable release;
    private long connectionsBefore;
    private boolean floodBefore;

    /** @param connections how many there have ever been */
    SpareMemory(LongSupplier connections) {
        this(connections, SpareMemory::release);
    }

    SpareMemory(LongSupplier connections, Runnable release) {
        this.connections = requireNonNull(connections, "connections is null");
        this.release = requireNonNull(release, "release is null");
    }

    /** To be called once in every interval. */
    void look() {
        long now = connections.getAsLong();
        boolean flood = now - connectionsBefore >= FLOOD;
        if (floodBefore && !flood) {
            release.run();
        }
        connectionsBefore = now;
        floodBefore = flood;
    }

    /**
     * Malloc's part by what {@code jcmd PID System.trim_native_heap} does.
     *
     * @return whether the JVM and its C library can do that
     */
    static boolean release() {
        System.gc(); // frees buffers outside of the heap, too
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            null,
                            null);
            return true;
        } catch (JMException | RuntimeException e) {
            System.getLogger(SpareMemory.class.getName()).log(Level.DEBUG, "malloc keeps its memory", e);
            return false;
        }
    }
}
