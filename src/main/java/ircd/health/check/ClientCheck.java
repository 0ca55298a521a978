package ircd.health.check;

import ircd.health.kernel.TcpEndpoint;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Opens one connection to the client port and finds out how much of the daemon answers it. */
final class ClientCheck implements AutoCloseable {
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(1).toNanos();
    /** Pauses grow by this factor, and last at least so many readings: waiting must not cost a core. */
    private static final int PAUSE_FACTOR = 3;

    private final ClientTarget target;
    private final Tables tables;

    /**
     * The last probe, if the daemon has not accepted it. It is kept and looked at again: a new one each time would
     * only fill the accept queue of a daemon that hangs.
     */
    private @Nullable Probe queued;

    ClientCheck(ClientTarget target, Tables tables) {
        this.target = target;
        this.tables = tables;
    }

    /**
     * @param tables the reading made while the probe was open
     * @param ourEnd our end of the probe; null if it did not connect
     */
    record Result(
            ClientReason reason,
            Duration took,
            @Nullable Instant certificateNotAfter,
            TableReading tables,
            @Nullable TcpEndpoint ourEnd) {}

    /** Blocks for the timeouts of {@link ClientTarget} at the most, and the time of a few readings of the tables. */
    Result run() {
        long start = System.nanoTime();
        Probe probe;
        try {
            probe = queuedOrNewProbe();
        } catch (IOException e) {
            Duration took = since(start);
            return new Result(Probe.reasonOf(e, target), took, null, tables.read(null), null);
        }
        TcpEndpoint ourEnd = probe.localEnd();
        try {
            TableReading reading =
                    awaitAcceptance(ourEnd, start + target.timeout().toNanos());
            if (isQueued(reading, ourEnd)) {
                queued = probe;
                return new Result(ClientReason.NOT_ACCEPTED, since(start), null, reading, ourEnd);
            }
            Answer answer = talk(probe.socket());
            return new Result(answer.reason, since(start), answer.certificateNotAfter, reading, ourEnd);
        } finally {
            if (probe != queued) {
                probe.close();
            }
        }
    }

    private Probe queuedOrNewProbe() throws IOException {
        Probe kept = queued;
        queued = null;
        if (kept != null) {
            TcpEndpoint ourEnd = kept.localEnd();
            if (Acceptance.of(tables.read(ourEnd), ourEnd, target.port()) != Acceptance.UNDECIDED) {
                return kept;
            }
            kept.close(); // the daemon it was queued for is gone
        }
        return Probe.open(target);
    }

    private TableReading awaitAcceptance(TcpEndpoint ourEnd, long deadline) {
        if (target.kind() == ClientCheckKind.CONNECT) {
            return tables.read(ourEnd);
        }
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            LockSupport.parkNanos(Math.min(pause, deadline - System.nanoTime()));
            long readingStart = System.nanoTime();
            TableReading reading = tables.read(ourEnd);
            long readingEnd = System.nanoTime();
            if (!isQueued(reading, ourEnd) || readingEnd >= deadline) {
                return reading;
            }
            pause = PAUSE_FACTOR * Math.max(pause, readingEnd - readingStart);
        }
    }

    private boolean isQueued(TableReading reading, TcpEndpoint ourEnd) {
        return target.kind() != ClientCheckKind.CONNECT
                && Acceptance.of(reading, ourEnd, target.port()) == Acceptance.QUEUED;
    }

    private record Answer(ClientReason reason, @Nullable Instant certificateNotAfter) {}

    private Answer talk(DeadlineSocket plain) {
        Socket socket = plain;
        Instant notAfter = null;
        if (target.tls()) {
            TlsHandshake.Result secured = TlsHandshake.with(plain, target.replyTimeout(), target.timeout());
            if (secured.socket() == null) {
                return new Answer(secured.reason(), null);
            }
            socket = secured.socket();
            notAfter = secured.certificateNotAfter();
        }
        if (target.kind() != ClientCheckKind.IRC) {
            return new Answer(ClientReason.OK, notAfter);
        }
        plain.expireIn(target.replyTimeout());
        return new Answer(Conversation.hold(socket), notAfter);
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    @Override
    public void close() {
        if (queued != null) {
            queued.close();
        }
    }
}
