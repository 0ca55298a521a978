package ircd.health.surface.jfr;

import ircd.health.tls.ReloadOutcome;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timestamp;

/** A change of the certificate files, in a flight recording. */
@Name("ircd.health.CertificateReload")
@Label("Certificate Reload")
@Category("ircd-health")
@Description("The certificate files changed, and were put into service or not")
@StackTrace(false)
public final class CertificateReloadEvent extends Event {
    @Label("Succeeded")
    @Description("The new pair is served; if not, the one before still is")
    final boolean succeeded;

    @Label("Outcome")
    @Description("The certificate that is served now, or why the one before still is")
    final String outcome;

    @Label("Expires")
    @Description("When the certificate that is served expires")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    final long notAfter;

    private CertificateReloadEvent(ReloadOutcome reload) {
        succeeded = reload.succeeded();
        outcome = reload.text();
        notAfter = reload.servedNotAfter().toEpochMilli();
    }

    /** Does nothing in a JVM that has never recorded, as {@link TransitionEvent#commit}. */
    public static void commit(ReloadOutcome reload) {
        if (FlightRecorder.isInitialized()) {
            new CertificateReloadEvent(reload).commit();
        }
    }
}
