package ircd.health.surface.http;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Connections that were refused, and are kept waiting before they are closed: who is closed at once comes again at once,
 * tens of thousands of times a second. They are read from by nobody and take up only places that nobody needs. All
 * methods belong to the listener's event loop.
 */
final class TurnedAway {
    /** Oldest first. */
    private final Set<Channel> waiting = new LinkedHashSet<>();

    int size() {
        return waiting.size();
    }

    void add(Channel refused) {
        waiting.add(refused);
    }

    /** Without effect on one that is closed already. */
    void close(Channel refused) {
        if (waiting.remove(refused)) {
            refused.unsafe().closeForcibly();
        }
    }

    /** False if there is none. */
    boolean closeOldest() {
        Iterator<Channel> oldestFirst = waiting.iterator();
        if (!oldestFirst.hasNext()) {
            return false;
        }
        close(oldestFirst.next());
        return true;
    }

    void closeAll() {
        while (closeOldest()) {}
    }
}
