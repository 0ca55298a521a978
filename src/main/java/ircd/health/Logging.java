package ircd.health;

/** One line per log record where the JVM is ours. As a guest we log to what the host has configured. */
final class Logging {
    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    private Logging() {}

    /** Does nothing if the user has configured java.util.logging. */
    static void configure() {
        if (System.getProperty("java.util.logging.config.file") == null && System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "%1$tF %1$tT %4$-7s %5$s%6$s%n");
        }
    }
}
