package ircd.health.it;

/** The product at work, poll by poll. */
interface Watch extends AutoCloseable {
    /** All is well. */
    String OK = "ok/ok";

    /**
     * Blocks until the next poll is done; what it found: {@code CLIENT-REASON/S2S-REASON}, and {@code /maintenance} if
     * the host is drained.
     */
    String poll();

    /** What went on, for the message of a test that fails. */
    String story();

    @Override
    void close();
}
