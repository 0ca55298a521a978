package ircd.health.surface.page;

import ircd.health.tls.CertificateStatus;
import java.time.Duration;
import java.time.Instant;

/** The public endpoint's certificate and its renewal. */
final class CertificateSection {
    /** As the alert rules have it: an ACME client that works renews long before. */
    private static final Duration SOON = Duration.ofDays(21);

    private CertificateSection() {}

    static Html of(View view) {
        CertificateStatus status = view.certificate();
        if (status == null) {
            return Html.of(
                    """
                    <section aria-labelledby="certificate"><h2 id="certificate">Certificate</h2>
                    <p>None: the public endpoint speaks plain HTTP.</p></section>
                    """);
        }
        return Html.of(
                """
                <section aria-labelledby="certificate"><h2 id="certificate">Certificate</h2><table><tbody>
                %s%s%s%s%s</tbody></table></section>
                """,
                ClientSection.row("Ends", ends(status.notAfter(), view)),
                ClientSection.row("Valid from", Times.moment(status.notBefore())),
                ClientSection.row("Reloads", status.reloadCount()),
                ClientSection.row("Failed reloads", status.reloadFailureCount()),
                ClientSection.row("Its files", files(status)));
    }

    private static Html files(CertificateStatus status) {
        return status.lastReloadSucceeded()
                ? Mark.GOOD.with("are served")
                : Mark.BAD.with("cannot be served; the log says why");
    }

    static Html ends(Instant notAfter, View view) {
        Duration left = Duration.between(view.now().wall(), notAfter);
        Html words = Html.of(
                left.isNegative() ? "expired %s ago <small>%s</small>" : "in %s <small>%s</small>",
                Times.words(left),
                Times.moment(notAfter));
        if (left.isNegative()) {
            return Mark.BAD.with(words);
        }
        return left.compareTo(SOON) < 0 ? Mark.WARN.with(words) : Mark.GOOD.with(words);
    }
}
