package ircd.health;

import java.util.logging.Level;
import java.util.logging.Logger;

/** One line per log record where the JVM is ours. As a guest we log to what the host has configured. */
final class Logging {
    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";
    /** Both held here, because java.util.logging forgets the level of a logger that nobody holds. */
    private static final Logger NETTY = Logger.getLogger("ircd.health.shaded.io.netty");

    private static final Logger REMOTE_JMX = Logger.getLogger("javax.management.remote.misc");

    private Logging() {}

    /** Does nothing if the user has configured java.util.logging. */
    static void configure() {
        if (System.getProperty("java.util.logging.config.file") == null && System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "%1$tF %1$tT %4$-7s %5$s%6$s%n");
            // It warns, with stack traces, of what is no matter here: no hardware address, no other network interface.
            NETTY.setLevel(Level.SEVERE);
            // It warns of the request for notifications that a client had under way when it closed its connection.
            REMOTE_JMX.setLevel(Level.SEVERE);
        }
    }
}
