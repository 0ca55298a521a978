package ircd.health.demo;

import java.io.IOException;

/** What a story can do to the two servers and to the public endpoint. */
public interface Stage {
    void link() throws IOException;

    void unlink() throws IOException;

    /** Whether the judged daemon hangs: it takes no client and reads no link. */
    void freeze(boolean freeze);

    /** Puts a new certificate where the one that is served came from. */
    void renewCertificate() throws IOException;
}
