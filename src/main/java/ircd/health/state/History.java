package ircd.health.state;

import static java.util.Objects.requireNonNull;

import ircd.health.check.ClientReason;
import ircd.health.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What happened since the start.
 *
 * @param polls judgements made
 * @param pollFailures judgements that could not see what they had to: tables unreadable, or the check itself failed
 * @param clientFailures how often the client port was not valid, by reason; every reason is
 *     present, 0 before the first time, so that rates can be taken
 * @param transitions how many there were in all
 * @param lastTransitions the last {@value #KEPT_TRANSITIONS}, oldest first
 */
public record History(
        long polls,
        long pollFailures,
        Map<ClientReason, Long> clientFailures,
        long transitions,
        List<Transition> lastTransitions) {
    public static final int KEPT_TRANSITIONS = 100;

    static final History EMPTY = new History(0, 0, noClientFailures(), 0, List.of());

    public History {
        clientFailures = Collections.unmodifiableMap(copy(requireNonNull(clientFailures, "clientFailures is null")));
        lastTransitions = List.copyOf(requireNonNull(lastTransitions, "lastTransitions is null"));
    }

    private static Map<ClientReason, Long> noClientFailures() {
        Map<ClientReason, Long> failures = new EnumMap<>(ClientReason.class);
        Stream.of(ClientReason.values()).filter(ClientReason::isFailure).forEach(reason -> failures.put(reason, 0L));
        return failures;
    }

    /** In the order of the reasons. */
    private static Map<ClientReason, Long> copy(Map<ClientReason, Long> failures) {
        Map<ClientReason, Long> copy = new EnumMap<>(ClientReason.class);
        copy.putAll(failures);
        return copy;
    }

    History withPoll(Verdict verdict, boolean failed) {
        Map<ClientReason, Long> failures = clientFailures;
        if (!verdict.clientValid()) {
            failures = copy(clientFailures);
            failures.merge(verdict.clientReason(), 1L, Long::sum);
        }
        return new History(polls + 1, pollFailures + (failed ? 1 : 0), failures, transitions, lastTransitions);
    }

    History withTransitions(Verdict before, Verdict after, Instant at) {
        List<Transition> added = Transition.between(before, after, at, transitions);
        if (added.isEmpty()) {
            return this;
        }
        List<Transition> all = new ArrayList<>(lastTransitions);
        all.addAll(added);
        List<Transition> kept = all.subList(Math.max(0, all.size() - KEPT_TRANSITIONS), all.size());
        return new History(polls, pollFailures, clientFailures, transitions + added.size(), kept);
    }
}
