package ircd.health;

import ircd.health.check.HostCheck;
import ircd.health.check.Observation;
import ircd.health.kernel.Clock;
import ircd.health.kernel.Now;
import ircd.health.kernel.SocketTable;
import ircd.health.verdict.S2sReason;
import ircd.health.verdict.Verdict;
import java.io.PrintStream;
import java.time.Duration;

/** Judges once and explains: every check, every socket that was considered, and why it counts or not. */
final class CheckCommand {
    static final int ROUTABLE = 0;
    static final int WARMING = 1;
    static final int NOT_ROUTABLE = 2;
    static final int COULD_NOT_JUDGE = 3;

    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(1);

    private final Config config;
    private final boolean json;
    private final PrintStream out;
    private final PrintStream err;

    CheckCommand(Config config, boolean json, PrintStream out, PrintStream err) {
        this.config = config;
        this.json = json;
        this.out = out;
        this.err = err;
    }

    /** Blocks for {@code --stable-duration} if there are links whose stability is worth the wait. */
    int run() throws InterruptedException {
        Config.Judging judging = config.judging();
        SocketTable table = SocketTable.isSupported(judging.procNet()) ? new SocketTable(judging.procNet()) : null;
        try (HostCheck check = new HostCheck(judging.client(), judging.s2s(), table)) {
            Now now = Clock.SYSTEM.now();
            Observation seen = check.observe();
            Verdict verdict = judge(Verdict.UNKNOWN, seen, now);
            if (verdict.routable() && !verdict.warm()) {
                // Two looks are enough: a link that dropped and came back meanwhile is another link.
                await(now, judging.rules().stableDuration());
                now = Clock.SYSTEM.now();
                seen = check.observe();
                verdict = judge(verdict, seen, now);
            }
            if (json) {
                out.println(verdict.publicState().toJson());
            } else {
                new CheckReport(config, seen, verdict, Paint.forStandardOutput()).print(out);
            }
            return status(verdict);
        }
    }

    private Verdict judge(Verdict previous, Observation seen, Now now) {
        return Verdict.next(
                previous,
                seen,
                config.maintenanceFile().exists(),
                now,
                config.judging().rules());
    }

    private void await(Now start, Duration duration) throws InterruptedException {
        boolean terminal = Terminal.isStandardError();
        Duration waited = Duration.ZERO;
        while (waited.compareTo(duration) < 0) {
            if (terminal) {
                err.printf("\rwaiting whether the links last: %d of %d s ", waited.toSeconds(), duration.toSeconds());
            }
            Duration left = duration.minus(waited);
            Thread.sleep(Math.min(left.toMillis() + 1, PROGRESS_INTERVAL.toMillis()));
            waited = start.until(Clock.SYSTEM.nanos());
        }
        if (terminal) {
            err.print("\r\033[K");
        }
    }

    private static int status(Verdict verdict) {
        if (verdict.routable()) {
            return verdict.warm() ? ROUTABLE : WARMING;
        }
        boolean linksUnknown =
                verdict.s2sReason() == S2sReason.UNREADABLE || verdict.s2sReason() == S2sReason.UNSUPPORTED;
        return verdict.clientValid() && !verdict.maintenance() && linksUnknown ? COULD_NOT_JUDGE : NOT_ROUTABLE;
    }
}
