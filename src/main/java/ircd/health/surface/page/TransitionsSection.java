package ircd.health.surface.page;

import ircd.health.state.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What changed when, and why: the newest first. */
final class TransitionsSection {
    private TransitionsSection() {}

    static Html of(View view) {
        List<Transition> newestFirst = new ArrayList<>(view.snapshot().history().lastTransitions());
        Collections.reverse(newestFirst);
        return Html.of(
                """
                <section aria-labelledby="transitions"><h2 id="transitions">Transitions</h2>
                <p>%s</p>%s</section>
                """,
                summary(newestFirst.size(), view.snapshot().history().transitions()),
                newestFirst.isEmpty()
                        ? Html.NONE
                        : table(newestFirst, view.now().wall()));
    }

    private static String summary(int shown, long all) {
        if (all == 0) {
            return "Nothing has changed since the start.";
        }
        return shown == all ? all + " since the start." : "The last " + shown + " of " + all + " since the start.";
    }

    private static Html table(List<Transition> transitions, Instant now) {
        return Html.of(
                """
                <table><thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Became</th>
                <th scope="col">Why</th></tr></thead><tbody>
                %s</tbody></table>
                """,
                Html.each(transitions, transition -> row(transition, now)));
    }

    private static Html row(Transition transition, Instant now) {
        return Html.of(
                "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s%s</td></tr>\n",
                Times.ago(transition.at(), now),
                Fact.labelOf(transition.attribute()),
                transition.to() ? Mark.GOOD.with("yes") : Mark.BAD.with("no"),
                transition.reason(),
                transition.to() ? Html.NONE : Html.of(" <small>%s</small>", Words.ofWord(transition.reason())));
    }
}
