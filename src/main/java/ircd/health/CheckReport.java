package ircd.health;

import ircd.health.check.ClientObservation;
import ircd.health.check.ClientTarget;
import ircd.health.check.ConsideredSocket;
import ircd.health.check.Observation;
import ircd.health.check.S2sObservation;
import ircd.health.check.SocketRole;
import ircd.health.kernel.TcpSocket;
import ircd.health.verdict.LinkRules;
import ircd.health.verdict.TrackedLink;
import ircd.health.verdict.Verdict;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What {@code check} prints for people: the verdict, each check, and every socket that was considered. */
final class CheckReport {
    private static final String ROW = "  %-28s %-28s %-12s %-10s %s %s%n";
    private static final String COUNTS = "%-6s";

    private final Config config;
    private final Observation seen;
    private final Verdict verdict;
    private final Paint paint;

    CheckReport(Config config, Observation seen, Verdict verdict, Paint paint) {
        this.config = config;
        this.seen = seen;
        this.verdict = verdict;
        this.paint = paint;
    }

    void print(PrintStream out) {
        String routable = verdict.routable() ? yes() : "no: " + verdict.routableReason();
        out.printf("routable  %s%n", paint.by(verdict.routable(), routable));
        out.printf("clients   %s%n", clients());
        out.printf("links     %s%n", links());
        if (config.maintenanceFile().path() != null) {
            out.printf("drained   %s%n", verdict.maintenance() ? "yes: " + config.maintenanceFile() + " exists" : "no");
        }
        if (seen.s2s() instanceof S2sObservation.Seen tables) {
            printSockets(out, tables.considered());
        }
    }

    private String yes() {
        return verdict.warm() ? "yes" : "yes, but still warming: no link has been stable yet";
    }

    private String clients() {
        ClientTarget target = config.judging().client();
        ClientObservation client = seen.client();
        String backlog = client.acceptBacklog() == ClientObservation.UNKNOWN_BACKLOG
                ? ""
                : ", " + client.acceptBacklog() + " waiting for accept";
        return String.format(
                Locale.ROOT,
                "%s: %s, check %s, %.1f ms%s",
                paint.by(verdict.clientValid(), client.reason().word()),
                new HostPort(target.host(), target.port()),
                target.kind().name().toLowerCase(Locale.ROOT),
                client.took().toNanos() / 1e6,
                backlog);
    }

    private String links() {
        String reason = paint.by(verdict.s2sValid(), verdict.s2sReason().word()) + ": ";
        if (seen.s2s() instanceof S2sObservation.Unreadable unreadable) {
            return reason + unreadable.why();
        }
        if (seen.s2s() instanceof S2sObservation.Unsupported) {
            return reason + "this system has no /proc/net/tcp";
        }
        if (seen.s2s() instanceof S2sObservation.NotWanted) {
            return reason + "none are needed (--s2s-ports none)";
        }
        LinkRules rules = config.judging().rules();
        return reason + verdict.links().size() + " on "
                + config.judging().s2s().ports().inWords() + ", "
                + verdict.stableLinks() + " stable (" + rules.stableDuration().toSeconds() + " s), "
                + verdict.stalledLinks() + " stalled, " + rules.minLinks() + " needed";
    }

    private void printSockets(PrintStream out, List<ConsideredSocket> considered) {
        out.println();
        if (considered.isEmpty()) {
            out.println("No socket has one of the server ports "
                    + config.judging().s2s().ports() + " on either end.");
            return;
        }
        out.printf(ROW, "LOCAL", "REMOTE", "STATE", "INODE", COUNTS.formatted("COUNTS"), "WHY");
        for (ConsideredSocket each : considered) {
            TcpSocket socket = each.socket();
            boolean counts = each.role().counts();
            out.printf(
                    ROW,
                    socket.local(),
                    each.role() == SocketRole.LISTENER ? "-" : socket.remote(),
                    socket.state(),
                    socket.inode(),
                    paint.by(counts, COUNTS.formatted(counts ? "yes" : "no")),
                    why(each));
        }
    }

    private String why(ConsideredSocket considered) {
        TcpSocket socket = considered.socket();
        String explanation = considered.role().explanation();
        return verdict.links().stream()
                .filter(tracked -> considered.role().counts()
                        && tracked.link().id().local().equals(socket.local())
                        && tracked.link().id().remote().equals(socket.remote()))
                .findFirst()
                .map(tracked -> explanation + ", " + condition(tracked))
                .orElse(explanation);
    }

    private static String condition(TrackedLink tracked) {
        if (tracked.stalled()) {
            return "stalled: open, but nothing gets through";
        }
        return (tracked.stable() ? "stable" : "not stable yet") + ", seen for "
                + tracked.age().toSeconds() + " s";
    }
}
