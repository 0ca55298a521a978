package ircd.health.tls;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What became of changed certificate files.
 *
 * @param text the certificate that is served now, or why the one before still is
 * @param servedNotAfter when the certificate that is served, new or old, expires
 */
public record ReloadOutcome(boolean succeeded, String text, Instant servedNotAfter) {
    public ReloadOutcome {
        requireNonNull(text, "text is null");
        requireNonNull(servedNotAfter, "servedNotAfter is null");
    }
}
