package ircd.health.surface.jmx;

import ircd.health.state.Description;
import ircd.health.state.Unit;
import ircd.health.state.UnitOfEach;
import java.util.Map;

/** What the public HTTP(S) listener has served and refused since the start. Reading never blocks. */
@Description("The public health endpoint: what it served and whom it refused")
public interface EndpointMXBean {
    @UnitOfEach("answers")
    @Description("Answers by HTTP status code")
    Map<String, Long> getRequestsByCode();

    @Unit("connections")
    @Description("Connections open now")
    long getConnectionsOpen();

    @Unit("connections")
    @Description("Connections admitted since the start; one that was refused on arrival is not among them")
    long getConnectionsAccepted();

    @UnitOfEach("connections")
    @Description("Connections refused or ended early, by reason")
    Map<String, Long> getRefusedByReason();

    @Unit("handshakes")
    @Description("TLS handshakes completed")
    long getTlsHandshakes();

    @Unit("handshakes")
    @Description("TLS handshakes begun and not completed")
    long getTlsHandshakeFailures();
}
