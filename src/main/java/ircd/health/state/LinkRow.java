package ircd.health.state;

import ircd.health.verdict.TrackedLink;

/**
 * A server link as a row of a JMX table.
 *
 * @param direction {@code in} if the far end connected to us, {@code out} if we connected to it
 * @param ageSeconds from the first poll that saw the link to the last
 * @param unsentBytes sent or to be sent and not acknowledged
 * @param unreadBytes received and not read by the daemon
 * @param retransmits timeouts in a row without an acknowledgement
 */
public record LinkRow(
        String local,
        String remote,
        String direction,
        double ageSeconds,
        boolean stable,
        boolean stalled,
        long unsentBytes,
        long unreadBytes,
        long retransmits) {
    static LinkRow of(TrackedLink tracked) {
        return new LinkRow(
                tracked.link().id().local().toString(),
                tracked.link().id().remote().toString(),
                tracked.link().direction().word(),
                tracked.age().toNanos() / 1e9,
                tracked.stable(),
                tracked.stalled(),
                tracked.link().unsentBytes(),
                tracked.link().unreadBytes(),
                tracked.link().retransmits());
    }
}
