package ircd.health.surface.page;

import static ircd.health.surface.page.ClientSection.row;

import ircd.health.state.EndpointStats;
import java.util.List;
import java.util.Map;

/** What the public endpoint counts; zeros are left out. */
final class EndpointSection {
    private EndpointSection() {}

    static Html of(EndpointStats stats) {
        return Html.of(
                """
                <section aria-labelledby="endpoint"><h2 id="endpoint">Public endpoint</h2><table class="counts"><tbody>
                %s%s%s%s%s%s</tbody></table></section>
                """,
                row("Connections open", stats.connectionsOpen()),
                row("Connections so far", stats.connectionsAccepted()),
                row("Answers", counts(stats.requestsByCode())),
                row("Refused", counts(stats.refusedByReason())),
                row("TLS handshakes", stats.handshakes()),
                row("Failed handshakes", stats.handshakeFailures()));
    }

    private static Object counts(Map<String, Long> counts) {
        List<Map.Entry<String, Long>> some =
                counts.entrySet().stream().filter(count -> count.getValue() > 0).toList();
        return some.isEmpty()
                ? "none"
                : Html.each(
                        some,
                        count -> Html.of("<span class=\"count\">%s: %s</span>", count.getKey(), count.getValue()));
    }
}
