package ircd.health.surface.systemd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A service manager that keeps what it is told, unless it is deaf. */
final class FakeManager implements Manager {
    private final List<String> heard = new ArrayList<>();
    boolean deaf;

    @Override
    public void send(String message) throws IOException {
        if (deaf) {
            throw new IOException("deaf on purpose");
        }
        heard.add(message.replace("\n", " | "));
    }

    /** What it was told since the last time. */
    List<String> heard() {
        List<String> messages = List.copyOf(heard);
        heard.clear();
        return messages;
    }

    @Override
    public void close() {
        deaf = true;
    }
}
