package ircd.health.surface.jmx;

import static java.util.Objects.requireNonNull;

import ircd.health.state.EndpointStats;
import java.util.Map;

final class EndpointBean implements EndpointMXBean {
    private final EndpointStats stats;

    EndpointBean(EndpointStats stats) {
        this.stats = requireNonNull(stats, "stats is null");
    }

    @Override
    public Map<String, Long> getRequestsByCode() {
        return stats.requestsByCode();
    }

    @Override
    public long getConnectionsOpen() {
        return stats.connectionsOpen();
    }

    @Override
    public long getConnectionsAccepted() {
        return stats.connectionsAccepted();
    }

    @Override
    public Map<String, Long> getRefusedByReason() {
        return stats.refusedByReason();
    }

    @Override
    public long getTlsHandshakes() {
        return stats.handshakes();
    }

    @Override
    public long getTlsHandshakeFailures() {
        return stats.handshakeFailures();
    }
}
