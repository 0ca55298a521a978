package ircd.health.tls;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What is served and how reloading went.
 *
 * @param reloadCount pairs installed since the start, without the first
 * @param reloadFailureCount changes that could not be installed; trying the same again does not count
 * @param lastReloadSucceeded false while the files hold something else than what is served; true before any reload
 */
public record CertificateStatus(
        Instant notBefore, Instant notAfter, long reloadCount, long reloadFailureCount, boolean lastReloadSucceeded) {
    public CertificateStatus {
        requireNonNull(notBefore, "notBefore is null");
        requireNonNull(notAfter, "notAfter is null");
    }
}
