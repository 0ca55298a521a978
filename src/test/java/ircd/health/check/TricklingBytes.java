package ircd.health.check;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A daemon that keeps sending one byte before every read timeout, for seconds. */
final class TricklingBytes {
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private TricklingBytes() {}

    static ScriptedDaemon.Script of(String text) {
        return socket -> {
            for (byte one : ScriptedDaemon.bytes(text)) {
                socket.getOutputStream().write(one);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        };
    }
}
