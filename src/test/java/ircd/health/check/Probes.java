package ircd.health.check;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.kernel.PortSet;
import ircd.health.kernel.SocketTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Polls of a port on loopback, with bounds on how long they may take. */
final class Probes {
    /** For daemons that answer: a busy machine must not fail the test. */
    static final Duration PATIENT = Duration.ofSeconds(10);
    /** For daemons that do not. */
    static final Duration HASTY = Duration.ofMillis(300);

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** Far below the time for which {@link TricklingBytes} goes on. */
    private static final Duration BOUND = Duration.ofSeconds(60);

    private Probes() {}

    static ClientObservation irc(int port, Duration replyTimeout) {
        return once(check(port, ClientCheckKind.IRC, false, TIMEOUT, replyTimeout));
    }

    static ClientObservation tls(int port, ClientCheckKind kind, Duration replyTimeout) {
        return once(check(port, kind, true, TIMEOUT, replyTimeout));
    }

    static HostCheck patient(int port, ClientCheckKind kind, boolean tls) {
        return check(port, kind, tls, PATIENT, PATIENT);
    }

    /** @param timeout for the daemon to accept, and to answer a plain line after TLS */
    static HostCheck check(int port, ClientCheckKind kind, boolean tls, Duration timeout, Duration replyTimeout) {
        return new HostCheck(
                new ClientTarget("127.0.0.1", port, kind, timeout, replyTimeout, tls),
                new S2sFilter(PortSet.NONE, List.of(), List.of()),
                new SocketTable(Path.of("/proc/net")));
    }

    private static ClientObservation once(HostCheck check) {
        try (check) {
            ClientObservation seen = check.observe().client();
            assertTrue(seen.took().compareTo(BOUND) < 0, seen::toString);
            return seen;
        }
    }
}
