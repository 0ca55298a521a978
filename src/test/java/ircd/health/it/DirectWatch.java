package ircd.health.it;

import ircd.health.check.HostCheck;
import ircd.health.check.Observation;
import ircd.health.kernel.Now;
import ircd.health.verdict.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The check and the verdict without a process around them. The daemons and the kernel are real, the time between two
 * polls is not waited for.
 */
final class DirectWatch implements Watch {
    private final HostCheck check;
    private final Rules rules;
    private final Runnable beforePoll;
    private final List<String> story = new ArrayList<>();
    private Verdict verdict = Verdict.UNKNOWN;
    private long nanos;

    /** @param beforePoll whatever a test does to the daemons while polls go on */
    DirectWatch(Rules rules, LinkedDaemons daemons, Path procNet, Runnable beforePoll) {
        this.check = rules.check(daemons, procNet);
        this.rules = rules;
        this.beforePoll = beforePoll;
    }

    @Override
    public String poll() {
        beforePoll.run();
        nanos += Rules.POLL_INTERVAL.toNanos();
        Observation seen = check.observe();
        verdict = Verdict.next(verdict, seen, false, new Now(Instant.EPOCH, nanos), rules.linkRules());
        String found = verdict.clientReason().word() + "/" + verdict.s2sReason().word();
        story.add(found + " " + seen);
        return found;
    }

    @Override
    public String story() {
        return String.join("\n", story);
    }

    @Override
    public void close() {
        check.close();
    }
}
