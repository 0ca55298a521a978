package ircd.health.surface.jmx;

import ircd.health.state.Description;
import ircd.health.state.Unit;

/** The certificate of the public HTTPS listener. Registered only where there is one. */
@Description("The certificate of the public health endpoint, and its reloading")
public interface CertificateMXBean {
    @Unit("epoch seconds")
    @Description("When the served certificate becomes valid")
    long getNotBeforeEpochSeconds();

    @Unit("epoch seconds")
    @Description("When the served certificate expires")
    long getNotAfterEpochSeconds();

    @Description("The same as NotBeforeEpochSeconds for people: date and time of day in UTC")
    String getNotBefore();

    @Description("The same as NotAfterEpochSeconds for people: date and time of day in UTC")
    String getNotAfter();

    @Unit("reloads")
    @Description("Pairs of certificate and key put into service since the start, without the first")
    long getReloadCount();

    @Unit("failures")
    @Description("Changed pairs that could not be put into service; the one before went on serving")
    long getReloadFailureCount();

    @Description("False while the files hold a pair that cannot be put into service")
    boolean isLastReloadSucceeded();

    /**
     * Blocks for the file I/O.
     *
     * @return what happened, in one line
     * @throws IllegalStateException if the pair on disk cannot be served; the one before goes on serving
     */
    @Description("Reads the files now and serves what they hold, if it is a fitting pair")
    String reload();
}
