package ircd.health.surface.systemd;

import ircd.health.state.Snapshot;
import ircd.health.verdict.Verdict;

/** The state in one line, as {@code systemctl status} shows it. */
final class StatusLine {
    /** A message has 4096 bytes at the most (PIPE_BUF); what an operator gives as a reason may be of any length. */
    private static final int LONGEST_REASON = 200;

    private StatusLine() {}

    /** @param maintenanceReason empty if the host is not drained */
    static String of(Snapshot state, String maintenanceReason) {
        Verdict verdict = state.verdict();
        return (verdict.routable() ? "routable" : "not routable") + maintenance(maintenanceReason) + "; clients: "
                + verdict.clientReason().word() + "; server links: "
                + verdict.s2sReason().word() + count(verdict);
    }

    private static String maintenance(String reason) {
        if (reason.isEmpty()) {
            return "";
        }
        String line = reason.replaceAll("\\p{Cntrl}+", " ");
        return "; maintenance: " + line.substring(0, Math.min(line.length(), LONGEST_REASON));
    }

    private static String count(Verdict verdict) {
        int links = verdict.links().size();
        return links == 0 ? "" : ", " + verdict.stableLinks() + " of " + links + " stable";
    }
}
