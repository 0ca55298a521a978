package ircd.health.surface.jmx;

import static java.util.Objects.requireNonNull;

import ircd.health.tls.CertificateReloader;
import ircd.health.tls.KeyMaterialException;

final class CertificateBean implements CertificateMXBean {
    private final CertificateReloader reloader;

    CertificateBean(CertificateReloader reloader) {
        this.reloader = requireNonNull(reloader, "reloader is null");
    }

    @Override
    public long getNotBeforeEpochSeconds() {
        return reloader.status().notBefore().getEpochSecond();
    }

    @Override
    public long getNotAfterEpochSeconds() {
        return reloader.status().notAfter().getEpochSecond();
    }

    @Override
    public String getNotBefore() {
        return reloader.status().notBefore().toString();
    }

    @Override
    public String getNotAfter() {
        return reloader.status().notAfter().toString();
    }

    @Override
    public long getReloadCount() {
        return reloader.status().reloadCount();
    }

    @Override
    public long getReloadFailureCount() {
        return reloader.status().reloadFailureCount();
    }

    @Override
    public boolean isLastReloadSucceeded() {
        return reloader.status().lastReloadSucceeded();
    }

    @Override
    public String reload() {
        try {
            return reloader.reload();
        } catch (KeyMaterialException e) {
            // A class of the JDK: the console that called may not have ours.
            throw new IllegalStateException(e.getMessage());
        }
    }
}
