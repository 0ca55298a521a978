package ircd.health.state;

import static java.util.Objects.requireNonNull;

import ircd.health.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One boolean of the state changed.
 *
 * @param sequence 1 for the first one since the start, without gaps
 * @param to the new value; the old one is its contrary
 * @param reason one word: {@code ok}, or why it is false now
 */
public record Transition(long sequence, Instant at, Attribute attribute, boolean to, String reason) {
    public Transition {
        requireNonNull(at, "at is null");
        requireNonNull(attribute, "attribute is null");
        requireNonNull(reason, "reason is null");
    }

    static List<Transition> between(Verdict before, Verdict after, Instant at, long sequencesUsed) {
        List<Transition> transitions = new ArrayList<>();
        for (Attribute attribute : Attribute.values()) {
            boolean to = attribute.of(after);
            if (to != attribute.of(before)) {
                long sequence = sequencesUsed + transitions.size() + 1;
                transitions.add(new Transition(sequence, at, attribute, to, attribute.reasonOf(after)));
            }
        }
        return transitions;
    }

    public boolean from() {
        return !to;
    }

    @Override
    public String toString() {
        return attribute.jmxName() + ": " + from() + " -> " + to + " (" + reason + ")";
    }
}
