package ircd.health.check;

import ircd.health.kernel.TcpEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /**
     * Blocks for the timeouts of {@link ClientTarget} at the most, and the time of a few readings of the tables.
     *
     * @throws UncheckedIOException if this process has no file descriptor left: that says nothing about the daemon
     */
    Result run() {
        long start = System.nanoTime();
        Probe kept = keptIfStillQueued();
        Probe probe;
        try {
            probe = kept == null ? Probe.open(target) : kept;
        } catch (IOException e) {
            if (Probe.hasNoDescriptor(e)) {
                throw new UncheckedIOException("no file descriptor is free for the check", e);
            }
            return new Result(Probe.reasonOf(e, target), since(start), null, tables.read(null), null);
        }
        TcpEndpoint ourEnd = probe.localEnd();
        try {
            Waited waited = target.kind() == ClientCheckKind.CONNECT
                    ? new Waited(tables.read(ourEnd), false)
                    : awaitAcceptance(
                            ourEnd, kept != null, start + target.timeout().toNanos());
            if (waited.stillQueued) {
                queued = probe;
                return new Result(ClientReason.NOT_ACCEPTED, since(start), null, waited.tables, ourEnd);
            }
            Answer answer = talk(probe.socket());
            return new Result(answer.reason, since(start), answer.certificateNotAfter, waited.tables, ourEnd);
        } finally {
            if (probe != queued) {
                probe.close();
            }
        }
    }

    /** Null, and the kept probe closed, if the daemon has taken it or is gone: then a new one tells how it is now. */
    private @Nullable Probe keptIfStillQueued() {
        Probe kept = queued;
        queued = null;
        if (kept == null) {
            return null;
        }
        TableReading reading = tables.read(kept.localEnd());
        if (reading.failure() != null || acceptance(reading, kept.localEnd()) == Acceptance.QUEUED) {
            return kept;
        }
        kept.close();
        return null;
    }

    private record Waited(TableReading tables, boolean stillQueued) {}

    /** @param queuedBefore what was queued is taken for queued until the tables show the contrary */
    private Waited awaitAcceptance(TcpEndpoint ourEnd, boolean queuedBefore, long deadline) {
        boolean seenQueued = queuedBefore;
        boolean missedBefore = false;
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            LockSupport.parkNanos(Math.min(pause, deadline - System.nanoTime()));
            long readingStart = System.nanoTime();
            TableReading reading = tables.read(ourEnd);
            long readingEnd = System.nanoTime();
            Acceptance acceptance = acceptance(reading, ourEnd);
            seenQueued |= acceptance == Acceptance.QUEUED;
            if (isDecided(acceptance, reading, seenQueued, missedBefore)) {
                return new Waited(reading, false);
            }
            if (readingEnd >= deadline) {
                return new Waited(reading, seenQueued);
            }
            missedBefore = acceptance == Acceptance.UNDECIDED;
            pause = PAUSE_FACTOR * Math.max(pause, readingEnd - readingStart);
        }
    }

    private boolean isDecided(Acceptance acceptance, TableReading reading, boolean seenQueued, boolean missedBefore) {
        if (acceptance != Acceptance.UNDECIDED) {
            return acceptance == Acceptance.ACCEPTED;
        }
        if (reading.failure() != null) {
            return !seenQueued; // tables that cannot be read do not show that a connection has left the queue
        }
        // With the listener on this host our connection is in the table, too; but the kernel's walk through it may
        // miss one while others come and go.
        boolean mustBeListed = seenQueued || reading.acceptBacklog(target.port()) != ClientObservation.UNKNOWN_BACKLOG;
        return missedBefore || !mustBeListed;
    }

    private Acceptance acceptance(TableReading reading, TcpEndpoint ourEnd) {
        return Acceptance.of(reading, ourEnd, target.port());
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
