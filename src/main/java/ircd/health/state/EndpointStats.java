package ircd.health.state;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the public listener counts. Writers are its event loops, readers JMX and Prometheus; none waits for another,
 * so a reading made under load may be off by the events of that moment. Counters start at 0 and only grow, but for
 * {@link #connectionsOpen()}.
 */
public final class EndpointStats {
    /** Every status code that the listener answers with, ascending. */
    public static final List<Integer> CODES = List.of(200, 400, 404, 405, 414, 431, 503, 505);

    /** By code; by a map each answer would cost a boxed number. */
    private final @Nullable LongAdder[] requests = new LongAdder[600];

    private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder handshakes = new LongAdder();
    private final LongAdder handshakeFailures = new LongAdder();

    public EndpointStats() {
        CODES.forEach(code -> requests[code] = new LongAdder());
        for (Refusal reason : Refusal.values()) {
            refused.put(reason, new LongAdder());
        }
    }

    /**
     * Counts an answer.
     *
     * @throws IllegalArgumentException when the code is none of {@link #CODES}
     */
    public void answered(int code) {
        LongAdder counter = code < 0 || code >= requests.length ? null : requests[code];
        if (counter == null) {
            throw new IllegalArgumentException(code + " is none of " + CODES);
        }
        counter.increment();
    }

    public void opened() {
        opened.increment();
    }

    public void closed() {
        closed.increment();
    }

    public void refused(Refusal reason) {
        LongAdder counter = refused.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    public void handshakeCompleted() {
        handshakes.increment();
    }

    public void handshakeFailed() {
        handshakeFailures.increment();
    }

    /** Answers by status code, every code of {@link #CODES} in that order. */
    public Map<String, Long> requestsByCode() {
        Map<String, Long> counts = new LinkedHashMap<>();
        CODES.forEach(code ->
                counts.put(code.toString(), requireNonNull(requests[code]).sum()));
        return Collections.unmodifiableMap(counts);
    }

    /** Closed by us, by {@link Refusal#word()}, every reason always present. */
    public Map<String, Long> refusedByReason() {
        Map<String, Long> counts = new LinkedHashMap<>();
        refused.forEach((reason, count) -> counts.put(reason.word(), count.sum()));
        return Collections.unmodifiableMap(counts);
    }

    /** Connections open now. */
    public long connectionsOpen() {
        long ended = closed.sum();
        return Math.max(0, opened.sum() - ended);
    }

    /** Connections ever admitted; one that was refused on arrival is not among them. */
    public long connectionsAccepted() {
        return opened.sum();
    }

    /** TLS handshakes completed. */
    public long handshakes() {
        return handshakes.sum();
    }

    /** TLS handshakes that a client began and that did not complete, for whatever reason. */
    public long handshakeFailures() {
        return handshakeFailures.sum();
    }
}
