package ircd.health.state;

import static java.util.Objects.requireNonNull;

import ircd.health.check.ClientObservation;
import ircd.health.check.ClientReason;
import ircd.health.check.Observation;
import ircd.health.check.S2sObservation;
import ircd.health.kernel.Clock;
import ircd.health.kernel.Now;
import ircd.health.verdict.LinkRules;
import ircd.health.verdict.S2sReason;
import ircd.health.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The one place where the state lives: one immutable snapshot, replaced whole. Thread-safe; reading takes one volatile
 * read.
 */
public final class Health {
    private static final System.Logger LOG = System.getLogger(Health.class.getName());

    private final Clock clock;
    private final LinkRules rules;
    private final Duration freshFor;
    private final MaintenanceFile maintenanceFile;
    private final List<Consumer<Transition>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Snapshot>> pollListeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot snapshot = Snapshot.INITIAL;
    /** Guarded by the lock. */
    private boolean drainedForGood;

    /** @param freshFor the age beyond which a state is not acted on any more */
    public Health(Clock clock, LinkRules rules, Duration freshFor, MaintenanceFile maintenanceFile) {
        this.clock = requireNonNull(clock, "clock is null");
        this.rules = requireNonNull(rules, "rules is null");
        this.freshFor = requireNonNull(freshFor, "freshFor is null");
        this.maintenanceFile = requireNonNull(maintenanceFile, "maintenanceFile is null");
    }

    /** The state as it may be acted on now: of one that is too old nothing is valid. */
    public Snapshot current() {
        return snapshot.asOf(clock.nanos(), freshFor);
    }

    /** Tells {@code listener} each transition once, in order, on the thread that caused it: it must not block. */
    public void onTransition(Consumer<Transition> listener) {
        listeners.add(listener);
    }

    /** Tells {@code listener} each poll's result, after its transitions, on the poller's thread: it must not block. */
    public void onPoll(Consumer<Snapshot> listener) {
        pollListeners.add(listener);
    }

    /** A poll that started at {@code now} saw this. */
    public void polled(Now now, Observation seen, Duration took) {
        boolean failed = seen.s2s() instanceof S2sObservation.Unreadable;
        boolean fileExists = maintenanceFile.exists();
        replace(now, before -> {
            boolean maintenance = fileExists || before.maintenanceReason() != null;
            Verdict verdict = Verdict.next(before.verdict(), seen, maintenance, now, rules);
            return before.polled(now, took, seen.client(), verdict, failed);
        });
        tellPoll();
    }

    /**
     * A poll that started at {@code now} ended with an exception: nothing is valid until the next one.
     *
     * @return whether the poll before it had not failed so
     */
    public boolean pollFailed(Now now, Duration took) {
        boolean first = snapshot.verdict().clientReason() != ClientReason.ERROR;
        replace(now, before -> {
            Verdict verdict = before.verdict().invalid(ClientReason.ERROR, S2sReason.ERROR);
            return before.polled(now, took, ClientObservation.none(ClientReason.ERROR), verdict, true);
        });
        tellPoll();
        return first;
    }

    /** Makes a transition of it if the state has become too old since the last poll. */
    public void expire() {
        Now now = clock.now();
        replace(now, before -> before.asOf(now.nanos(), freshFor));
    }

    /** Drains the host at once. */
    public void enterMaintenance(String reason) {
        replace(clock.now(), before -> drained(before, reason));
    }

    /** As {@link #enterMaintenance}, and nobody can leave it: for a service that is about to end. */
    public void drainForGood(String reason) {
        replace(clock.now(), before -> {
            drainedForGood = true;
            return drained(before, reason);
        });
    }

    private static Snapshot drained(Snapshot before, String reason) {
        return before.withMaintenanceReason(reason).withVerdict(before.verdict().withMaintenance(true));
    }

    /**
     * Ends what {@link #enterMaintenance} began.
     *
     * @return false if the host stays drained, since the maintenance file exists or the service is about to end
     */
    public boolean leaveMaintenance() {
        boolean fileExists = maintenanceFile.exists();
        replace(
                clock.now(),
                before -> drainedForGood
                        ? before
                        : before.withMaintenanceReason(null)
                                .withVerdict(before.verdict().withMaintenance(fileExists)));
        return !snapshot.verdict().maintenance();
    }

    /** Under the lock from reading to telling, so that transitions are told in the order in which they happened. */
    private synchronized void replace(Now now, UnaryOperator<Snapshot> change) {
        Snapshot before = snapshot;
        Snapshot after = change.apply(before).withTransitionsSince(before, now);
        snapshot = after;
        sayMaintenance(maintenanceReason(before), maintenanceReason(after));
        sayWhyStillInvalid(before.verdict(), after.verdict());
        long added = after.history().transitions() - before.history().transitions();
        List<Transition> last = after.history().lastTransitions();
        for (Transition transition : last.subList(last.size() - Math.toIntExact(added), last.size())) {
            listeners.forEach(listener -> tell(listener, transition, transition));
        }
    }

    /** Its reason is no part of a transition, and there is none where the host was not routable anyway. */
    private static void sayMaintenance(String before, String after) {
        if (!after.equals(before)) {
            LOG.log(System.Logger.Level.INFO, after.isEmpty() ? "maintenance ends" : "maintenance: " + after);
        }
    }

    /** What is not valid from the start, or for another reason than before, makes no transition, but has to be said. */
    private static void sayWhyStillInvalid(Verdict before, Verdict after) {
        for (Attribute attribute : List.of(Attribute.CLIENT_VALID, Attribute.S2S_VALID)) {
            boolean staysInvalid = !attribute.of(before) && !attribute.of(after);
            if (staysInvalid && !attribute.reasonOf(before).equals(attribute.reasonOf(after))) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        attribute.jmxName() + ": false (" + attribute.reasonOf(after) + ")");
            }
        }
    }

    /** Why the host is drained; empty if it is not. */
    public String maintenanceReason(Snapshot of) {
        if (of.maintenanceReason() != null) {
            return of.maintenanceReason();
        }
        return of.verdict().maintenance() ? maintenanceFile + " exists" : "";
    }

    private void tellPoll() {
        Snapshot polled = snapshot;
        pollListeners.forEach(listener -> tell(listener, polled, "a poll"));
    }

    private static <T> void tell(Consumer<T> listener, T news, Object name) {
        try {
            listener.accept(news);
        } catch (Throwable e) { // a listener that fails must not fail the poll
            LOG.log(System.Logger.Level.WARNING, "a listener failed on " + name, e);
        }
    }
}
