package ircd.health.surface.page;

import static ircd.health.state.History.KEPT_TRANSITIONS;

import ircd.health.state.History;
import ircd.health.state.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The last transitions as bars over time, one lane for each of the four booleans: tall for yes, low for no. */
final class Timeline {
    /** How many transitions should be in sight: less, and a change is not seen in its context. */
    private static final int WANTED = 12;

    private static final List<Duration> SPANS = Stream.of(5, 15, 60, 3 * 60, 12 * 60, 24 * 60)
            .map(Duration::ofMinutes)
            .toList();
    private static final List<Duration> LONG_SPANS =
            Stream.of(3, 7, 30, 90, 365).map(Duration::ofDays).toList();

    private final View view;
    private final Instant now;
    private final Duration span;
    private final Instant from;
    private final Instant known;

    private record Bar(Instant from, Instant to, boolean value) {}

    private Timeline(View view) {
        this.view = view;
        this.now = view.now().wall();
        History history = view.snapshot().history();
        List<Transition> last = history.lastTransitions();
        Instant oldest = history.transitions() > KEPT_TRANSITIONS ? last.get(0).at() : view.since();
        this.known = oldest;
        this.span = span(Duration.between(
                last.isEmpty()
                        ? oldest
                        : last.get(Math.max(0, last.size() - WANTED)).at(),
                now));
        this.from = now.minus(span);
    }

    static Html of(View view) {
        return new Timeline(view).render();
    }

    private static Duration span(Duration wanted) {
        return Stream.concat(SPANS.stream(), LONG_SPANS.stream())
                .filter(span -> span.compareTo(wanted) >= 0)
                .findFirst()
                .orElse(LONG_SPANS.get(LONG_SPANS.size() - 1));
    }

    private Html render() {
        return Html.of(
                """
                <section aria-labelledby="timeline"><h2 id="timeline">The last %s</h2>
                <figure>
                %s<div class="axis" aria-hidden="true"><span>%s ago</span><span>%s ago</span><span>now</span></div>
                <figcaption>Tall bar: yes. Low bar: no. Dotted: not known. The same <a href="#transitions">as a table</a>.</figcaption>
                </figure></section>
                """,
                Times.words(span),
                Html.each(List.of(Fact.values()), this::lane),
                Times.words(span),
                Times.words(span.dividedBy(2)));
    }

    private Html lane(Fact fact) {
        return Html.of(
                """
                <div class="lane"><span>%s</span><svg role="img" aria-label="%s">
                <line class="unknown" x1="0" x2="100%%" y1="23" y2="23"/>%s</svg></div>
                """,
                fact.label(), fact.label() + " over the last " + Times.words(span), Html.each(bars(fact), this::draw));
    }

    /** From what is known first until now, without a gap. */
    private List<Bar> bars(Fact fact) {
        List<Bar> bars = new ArrayList<>();
        Instant start = known;
        boolean value = fact.of(view.verdict());
        for (Transition transition : view.snapshot().history().lastTransitions()) {
            if (transition.attribute() == fact.attribute()) {
                bars.add(new Bar(start, transition.at(), transition.from()));
                start = transition.at();
                value = transition.to();
            }
        }
        bars.add(new Bar(start, now, value));
        return bars.stream().filter(bar -> bar.to.isAfter(from)).toList();
    }

    private Html draw(Bar bar) {
        double left = percent(bar.from);
        double width = Math.max(0, percent(bar.to) - left); // the wall clock may have been put back
        return Html.of(
                "<rect class=\"%s\" x=\"%s\" width=\"%s\" y=\"%s\" height=\"%s\"><title>%s for %s, from %s</title></rect>\n",
                bar.value ? "yes" : "no",
                text(left),
                text(width),
                bar.value ? 2 : 16,
                bar.value ? 22 : 8,
                bar.value ? "yes" : "no",
                Times.words(Duration.between(bar.from, bar.to)),
                Times.text(bar.from));
    }

    private double percent(Instant instant) {
        double fraction = (double) Duration.between(from, instant).toMillis() / span.toMillis();
        return 100 * Math.max(0, Math.min(1, fraction));
    }

    private static String text(double percent) {
        return String.format(Locale.ROOT, "%.2f%%", percent);
    }
}
