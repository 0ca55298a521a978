package ircd.health.state;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The health of this IRC server as its poller last saw it. Reading an attribute judges nothing and never blocks; what
 * is not known is null. Numbers without a unit are counts.
 */
@Description("Whether this IRC server takes clients and is linked to its network, judged from outside")
public interface HealthMXBean {
    @Description("The IRC daemon takes clients")
    boolean isClientValid();

    @Description("Enough server links exist (once warm: enough stable ones that carry data)")
    boolean isS2sValid();

    @Description("A load balancer may send people here: clients and links are valid, no maintenance, state fresh")
    boolean isRoutable();

    @Description("Enough links have been stable at some time since the start; true for good from then on")
    boolean isWarm();

    @Description("The host is drained: by the maintenance file, by enterMaintenance, or because the service ends")
    boolean isMaintenance();

    @Description("Why the host is drained; empty if it is not")
    String getMaintenanceReason();

    @Description("ok, or in one word why clients are not taken")
    String getClientReason();

    @Description("ok, or in one word why there are not enough links")
    String getS2sReason();

    @Unit("seconds")
    @Description("How long the last client check took, from connect to decision")
    double getClientCheckSeconds();

    @Unit("connections")
    @Description("Connections that wait for the daemon's accept(); unknown if no listener is in the socket table")
    @Nullable
    Long getClientAcceptBacklog();

    @Unit("epoch seconds")
    @Description("When the client port's own TLS certificate expires; unknown without --client-tls")
    @Nullable
    Long getClientCertificateNotAfterEpochSeconds();

    @UnitOfEach("polls")
    @Description("Polls in which the client port was not valid, by reason")
    Map<String, Long> getClientFailures();

    @Unit("links")
    @Description("Server links that are open")
    long getS2sLinks();

    @Unit("links")
    @Description("Server links that have lasted for the stable duration")
    long getS2sLinksStable();

    @Unit("links")
    @Description("Server links that are open but have not carried data for the stall duration")
    long getS2sLinksStalled();

    @Unit("seconds")
    @Description("Age of the oldest server link since it was first seen; 0 without links")
    double getS2sOldestLinkAgeSeconds();

    @Columns({
        "local: address and port of this end",
        "remote: address and port of the far end",
        "direction: in if the far end connected, out if this one did",
        "ageSeconds: seconds from the first poll that saw it to the last, 0 or more",
        "stable: it has lasted for the stable duration",
        "stalled: it has not carried data for the stall duration",
        "unsentBytes: bytes that the far end has not acknowledged, 0 or more",
        "unreadBytes: bytes that the local daemon has not read, 0 or more",
        "retransmits: timeouts in a row without an acknowledgement, 0 or more"
    })
    @Description("The server links of the last poll that could read the socket tables")
    List<LinkRow> getLinks();

    @Columns({
        "epochSeconds: when, in seconds since 1970, 0 or more",
        "time: the same for people, date and time of day in UTC",
        "attribute: ClientValid, S2sValid, Warm or Routable",
        "from: the value before",
        "to: the value since",
        "reason: why, in one word"
    })
    @Description("The last 100 changes of ClientValid, S2sValid, Warm and Routable, oldest first")
    List<TransitionRow> getTransitions();

    @Unit("transitions")
    @Description("Changes of ClientValid, S2sValid, Warm and Routable since the start")
    long getTransitionCount();

    @Unit("epoch seconds")
    @Description("When the last of these changes was; unknown before the first")
    @Nullable
    Long getLastTransitionEpochSeconds();

    @Unit("polls")
    @Description("Polls made since the start")
    long getPollCount();

    @Unit("polls")
    @Description("Polls that could not see what they had to (socket tables unreadable, or an error)")
    long getPollFailureCount();

    @Unit("seconds")
    @Description("How long the last poll took")
    double getPollSeconds();

    @Unit("epoch seconds")
    @Description("When the last poll started; unknown before the first")
    @Nullable
    Long getLastPollEpochSeconds();

    @Description("The version of ircd-health")
    String getVersion();

    /**
     * Blocks until a poll that runs, or the next that may start, is done: at once as a rule, and up to ten times the
     * length of the last poll. Gives up after two minutes.
     *
     * @return {@code routable}, or why the host is not
     */
    @Description(
            "Judges now (or as soon as the last judgement is long enough ago) and says whether the host is routable")
    String poll();

    /**
     * Drains the host at once; a second reason replaces the first.
     *
     * @throws IllegalArgumentException if the reason is empty
     */
    @Description("Drains the host at once: routable is false until leaveMaintenance or a restart")
    void enterMaintenance(@Description("Why, for colleagues who find the host drained") String reason);

    /**
     * Routable again, if the checks allow it.
     *
     * @throws IllegalStateException if the host stays drained: the maintenance file exists, or the service is about to end
     */
    @Description("Ends what enterMaintenance began")
    void leaveMaintenance();
}
