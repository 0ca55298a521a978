package ircd.health.surface.page;

import ircd.health.kernel.Now;
import ircd.health.state.Transition;
import ircd.health.verdict.Verdict;
import java.time.Duration;
import java.util.List;

/** The answer to "may people be sent here?", why, since when, and the facts that it is made of. */
final class StateSection {
    private StateSection() {}

    /** For the tab and the bookmark of a browser, and the first line of the page. */
    static String title(Verdict verdict) {
        if (verdict.maintenance()) {
            return "Not routable: maintenance";
        }
        if (!verdict.routable()) {
            return "Not routable: " + verdict.routableReason();
        }
        return verdict.warm() ? "Routable" : "Routable, still warming";
    }

    static Html of(View view) {
        return Html.of(
                """
                <header class="verdict is-%s">
                <h1>%s</h1>
                <p>%s</p>
                <p class="when">%s %s</p>
                </header>
                <section aria-label="State"><table class="facts"><tbody>
                %s%s%s%s%s
                </tbody></table></section>
                """,
                mark(view.verdict()).word(),
                mark(view.verdict()).with(title(view.verdict())),
                why(view),
                since(view),
                judged(view),
                fact(Fact.ROUTABLE, view, Mark.BAD, routable(view.verdict())),
                fact(Fact.CLIENTS, view, Mark.BAD, Words.of(view.verdict().clientReason())),
                fact(
                        Fact.LINKS,
                        view,
                        Mark.BAD,
                        Words.of(
                                view.verdict().s2sReason(),
                                view.verdict().links().size())),
                fact(Fact.WARM, view, Mark.WAIT, warm(view.verdict())),
                maintenance(view));
    }

    private static Mark mark(Verdict verdict) {
        if (!verdict.routable()) {
            return verdict.maintenance() ? Mark.WARN : Mark.BAD;
        }
        return verdict.warm() ? Mark.GOOD : Mark.WAIT;
    }

    private static Object why(View view) {
        Verdict verdict = view.verdict();
        if (verdict.maintenance()) {
            return Html.of("Drained by an operator: <bdi>%s</bdi>", view.maintenanceReason());
        }
        if (!verdict.clientValid()) {
            return Words.of(verdict.clientReason());
        }
        if (!verdict.s2sValid()) {
            return Words.of(verdict.s2sReason(), verdict.links().size());
        }
        return verdict.warm()
                ? "A load balancer may send people here."
                : "A load balancer may send people here, but no server link has lasted long enough yet.";
    }

    private static Html since(View view) {
        List<Transition> transitions = view.snapshot().history().lastTransitions();
        for (int i = transitions.size() - 1; i >= 0; i--) {
            Transition transition = transitions.get(i);
            if (transition.attribute() == Fact.ROUTABLE.attribute()) {
                return Html.of(
                        "For %s, since %s.",
                        Times.words(Duration.between(transition.at(), view.now().wall())),
                        Times.moment(transition.at()));
            }
        }
        return Html.of(transitions.isEmpty() ? "Since the start." : "For longer than is remembered.");
    }

    private static Html judged(View view) {
        Now polledAt = view.snapshot().polledAt();
        if (polledAt == null) {
            return Html.NONE;
        }
        return Html.of(
                "Judged %s ago, at %s, in %s.",
                Times.words(view.now().since(polledAt.nanos())),
                Times.moment(polledAt.wall()),
                Times.millis(view.snapshot().pollTook()));
    }

    private static String routable(Verdict verdict) {
        return verdict.routable()
                ? "A load balancer may send people here."
                : "No load balancer should send people here.";
    }

    private static String warm(Verdict verdict) {
        if (verdict.s2sValid() && verdict.links().isEmpty()) {
            return "There is no server link to wait for.";
        }
        return verdict.warm()
                ? "Enough server links have been stable since the start."
                : "Not enough server links have been stable since the start.";
    }

    private static Html fact(Fact fact, View view, Mark otherwise, String why) {
        boolean value = fact.of(view.verdict());
        return Html.of(
                "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td></tr>\n",
                fact.label(), (value ? Mark.GOOD : otherwise).with(value ? "yes" : "no"), why);
    }

    private static Html maintenance(View view) {
        boolean drained = view.verdict().maintenance();
        return Html.of(
                "<tr><th scope=\"row\">Maintenance</th><td>%s</td><td>%s</td></tr>",
                drained ? Mark.WARN.with("yes") : "no", drained ? "The host is drained." : "The host is not drained.");
    }
}
