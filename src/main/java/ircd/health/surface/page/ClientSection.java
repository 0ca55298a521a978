package ircd.health.surface.page;

import ircd.health.check.ClientReason;
import ircd.health.state.Snapshot;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the last client check saw, and how often it failed. */
final class ClientSection {
    private ClientSection() {}

    static Html of(View view) {
        Snapshot snapshot = view.snapshot();
        Long backlog = snapshot.acceptBacklog();
        return Html.of(
                """
                <section aria-labelledby="client"><h2 id="client">Client check</h2><table><tbody>
                %s%s%s%s%s</tbody></table></section>
                """,
                row("Reason", snapshot.verdict().clientReason().word()),
                row("Took", Times.millis(snapshot.client().took())),
                row("Waiting for accept", backlog == null ? "not known" : backlog),
                certificate(snapshot.client().certificateNotAfter(), view),
                Html.each(snapshot.history().clientFailures().entrySet(), ClientSection::failures));
    }

    private static Html certificate(@Nullable Instant notAfter, View view) {
        return notAfter == null ? Html.NONE : row("Its certificate", CertificateSection.ends(notAfter, view));
    }

    private static Html failures(Map.Entry<ClientReason, Long> failures) {
        return failures.getValue() == 0
                ? Html.NONE
                : row("Failed polls: " + failures.getKey().word(), failures.getValue());
    }

    static Html row(Object name, Object value) {
        return Html.of("<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n", name, value);
    }
}
