package ircd.health;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.OperatingSystemMXBean;

/**
 * The files, sockets among them, that this process may have open (RLIMIT_NOFILE), and those that it has.
 *
 * @param limit the JVM raises the soft limit to the hard one when it starts
 */
record Descriptors(long limit, long open) {
    /** Kept from the public endpoint: for the poller, the metrics, JMX, the certificate, and connections that are closing. */
    private static final int RESERVED = 64;

    static Descriptors of(OperatingSystemMXBean system) {
        return system instanceof UnixOperatingSystemMXBean unix
                ? new Descriptors(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount())
                : new Descriptors(Long.MAX_VALUE, 0);
    }

    /** As many of the wanted connections as there are descriptors for, at least one. */
    int connections(int wanted) {
        return (int) Math.max(1, Math.min(wanted, limit - open - RESERVED));
    }
}
