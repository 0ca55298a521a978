package ircd.health.it;

/** Shutdown hooks that can be taken back. */
final class Shutdown {
    private Shutdown() {}

    /** Does nothing when the JVM is going down already: the hook is then running, or about to. */
    static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            return;
        }
    }
}
