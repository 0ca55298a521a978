package ircd.health.verdict;

import static java.util.Objects.requireNonNull;

import ircd.health.check.ClientReason;
import ircd.health.check.Observation;
import ircd.health.check.S2sObservation;
import ircd.health.kernel.Now;
import java.util.List;

/**
 * What one poll decided, and what the next one needs to know of it.
 *
 * @param warm whether enough links have been stable once; it stays so for good
 * @param maintenance whether the host is drained: never routable, whatever the checks say
 * @param links the links of the last reading that succeeded
 */
public record Verdict(
        ClientReason clientReason, S2sReason s2sReason, boolean warm, boolean maintenance, List<TrackedLink> links) {
    /** Nothing starts out healthy. */
    public static final Verdict UNKNOWN = new Verdict(ClientReason.UNKNOWN, S2sReason.UNKNOWN, false, false, List.of());

    public Verdict {
        requireNonNull(clientReason, "clientReason is null");
        requireNonNull(s2sReason, "s2sReason is null");
        links = List.copyOf(requireNonNull(links, "links is null"));
    }

    /** The verdict on what was observed at {@code now}, given the verdict before it. */
    public static Verdict next(Verdict previous, Observation seen, boolean maintenance, Now now, LinkRules rules) {
        ClientReason client = seen.client().reason();
        S2sObservation s2s = seen.s2s();
        if (s2s instanceof S2sObservation.Seen tables) {
            List<TrackedLink> links = LinkTracker.next(previous.links, tables.links(), now, rules);
            boolean warm = previous.warm || count(links, true) >= rules.minLinks();
            return new Verdict(client, reasonOf(links, warm, rules), warm, maintenance, links);
        }
        if (s2s instanceof S2sObservation.NotWanted) {
            return new Verdict(client, S2sReason.OK, true, maintenance, List.of());
        }
        // The ages are kept: one failed reading must not restart the clock of a link that is still there.
        S2sReason reason = s2s instanceof S2sObservation.Unsupported ? S2sReason.UNSUPPORTED : S2sReason.UNREADABLE;
        return new Verdict(client, reason, previous.warm, maintenance, previous.links);
    }

    private static S2sReason reasonOf(List<TrackedLink> links, boolean warm, LinkRules rules) {
        if (links.isEmpty()) {
            return S2sReason.NO_LINK;
        }
        if (links.size() < rules.minLinks()) {
            return S2sReason.TOO_FEW_LINKS;
        }
        if (count(links, warm) >= rules.minLinks()) {
            return S2sReason.OK;
        }
        long notStalled = count(links, false);
        return notStalled >= rules.minLinks() ? S2sReason.NOT_STABLE : S2sReason.STALLED;
    }

    /** The links that are not stalled; with {@code onlyStable}, those of them that are stable. */
    private static long count(List<TrackedLink> links, boolean onlyStable) {
        return links.stream()
                .filter(link -> !link.stalled() && (link.stable() || !onlyStable))
                .count();
    }

    public boolean clientValid() {
        return clientReason == ClientReason.OK;
    }

    public boolean s2sValid() {
        return s2sReason == S2sReason.OK;
    }

    public boolean routable() {
        return clientValid() && s2sValid() && !maintenance;
    }

    /** The first thing that keeps people away, or {@code ok}. */
    public String routableReason() {
        if (maintenance) {
            return "maintenance";
        }
        return clientValid() ? s2sReason.word() : clientReason.word();
    }

    public PublicState publicState() {
        return PublicState.of(clientValid(), s2sValid(), routable(), warm);
    }

    public Verdict withMaintenance(boolean on) {
        return new Verdict(clientReason, s2sReason, warm, on, links);
    }

    /** The same links and warmth, but nothing valid: for a state that cannot be trusted any more. */
    public Verdict invalid(ClientReason client, S2sReason s2s) {
        return new Verdict(client, s2s, warm, maintenance, links);
    }

    public long stableLinks() {
        return links.stream().filter(TrackedLink::stable).count();
    }

    public long stalledLinks() {
        return links.stream().filter(TrackedLink::stalled).count();
    }

    public double oldestLinkAgeSeconds() {
        return links.stream()
                .mapToDouble(link -> link.age().toNanos() / 1e9)
                .max()
                .orElse(0);
    }
}
