package ircd.health.surface.systemd;

import java.io.IOException;

/** The service manager's ear: takes messages as sd_notify(3) words them. */
interface Manager extends AutoCloseable {
    /**
     * Never blocks.
     *
     * @param message assignments, one per line
     * @throws IOException in one line, why the message is lost
     */
    void send(String message) throws IOException;

    @Override
    void close() throws IOException;
}
