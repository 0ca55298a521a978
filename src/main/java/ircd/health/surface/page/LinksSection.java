package ircd.health.surface.page;

import static java.util.Comparator.comparing;

import ircd.health.check.Link;
import ircd.health.kernel.Now;
import ircd.health.verdict.TrackedLink;
import ircd.health.verdict.Verdict;
import java.util.List;

/**
 * The server links, those that need a look first. On a phone the style sheet makes two lines of a row, after which
 * browsers do not take a table for one any more unless its parts have their roles.
 */
final class LinksSection {
    private LinksSection() {}

    static Html of(View view) {
        Verdict verdict = view.verdict();
        List<TrackedLink> links = verdict.links().stream()
                .sorted(comparing(TrackedLink::stalled)
                        .reversed()
                        .thenComparing(TrackedLink::stable)
                        .thenComparing(TrackedLink::age)
                        .thenComparing(link -> link.link().id().remote()))
                .toList();
        return Html.of(
                """
                <section aria-labelledby="links"><h2 id="links">Server links</h2>
                <p>%s</p>%s</section>
                """,
                summary(verdict), links.isEmpty() ? Html.NONE : table(links, view));
    }

    private static String summary(Verdict verdict) {
        if (verdict.links().isEmpty()) {
            return Words.of(verdict.s2sReason(), 0); // that none was seen may also mean that nobody could look
        }
        return verdict.links().size() + " open, " + verdict.stableLinks() + " stable, " + verdict.stalledLinks()
                + " stalled.";
    }

    private static Html table(List<TrackedLink> links, View view) {
        return Html.of(
                """
                <table class="links" role="table"><thead role="rowgroup"><tr role="row">
                <th role="columnheader">Link</th><th role="columnheader">Seen for</th><th role="columnheader">State</th>
                <th role="columnheader" class="number">Unsent</th><th role="columnheader" class="number">Unread</th>
                </tr></thead><tbody role="rowgroup">
                %s</tbody></table>
                <p class="note">Unsent: bytes that the far end has not acknowledged. Unread: bytes that the daemon here has not read.</p>
                """,
                Html.each(links, link -> row(link, view)));
    }

    private static Html row(TrackedLink tracked, View view) {
        Link link = tracked.link();
        boolean inbound = link.direction() == Link.Direction.INBOUND;
        return Html.of(
                """
                <tr role="row"><td role="cell" class="address">%s %s <small>%s %s</small></td>
                <td role="cell">%s%s</td><td role="cell" class="state">%s</td>
                <td role="cell" class="number" data-label="unsent">%s%s</td>
                <td role="cell" class="number" data-label="unread">%s</td></tr>
                """,
                inbound ? "in from" : "out to",
                link.id().remote(),
                inbound ? "to" : "from",
                link.id().local(),
                Times.words(tracked.age()),
                firstSeen(tracked, view),
                state(tracked),
                link.unsentBytes(),
                link.retransmits() == 0 ? Html.NONE : Html.of(" <small>%s retransmits</small>", link.retransmits()),
                link.unreadBytes());
    }

    private static Html firstSeen(TrackedLink tracked, View view) {
        Now polledAt = view.snapshot().polledAt();
        return polledAt == null
                ? Html.NONE
                : Html.of(" <small>%s</small>", Times.moment(polledAt.wall().minus(tracked.age())));
    }

    private static Html state(TrackedLink tracked) {
        if (tracked.stalled()) {
            return Mark.BAD.with("stalled");
        }
        return tracked.stable() ? Mark.GOOD.with("stable") : Mark.WAIT.with("new");
    }
}
