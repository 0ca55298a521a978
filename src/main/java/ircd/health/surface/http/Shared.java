package ircd.health.surface.http;

import ircd.health.state.EndpointStats;
import ircd.health.state.HealthSource;

/** What all connections of one endpoint have in common. */
final class Shared {
    final EndpointSettings settings;
    final HealthSource source;
    final EndpointStats stats;
    final Admission admission;
    final HeldMemory memory = new HeldMemory();
    final Answers answers;
    final byte[] healthPath;
    /** Set once, before the endpoint closes: every answer from then on is its connection's last. */
    volatile boolean finishing;

    Shared(EndpointSettings settings, boolean https, HealthSource source, EndpointStats stats) {
        this.settings = settings;
        this.source = source;
        this.stats = stats;
        admission = new Admission(settings.maxConnections(), settings.maxConnectionsPerAddress(), stats);
        answers = new Answers(settings, https);
        healthPath = RequestHead.encode(settings.healthPath());
    }
}
