package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.check.HostCheck;
import ircd.health.check.Observation;
import ircd.health.check.S2sObservation;
import ircd.health.kernel.Clock;
import ircd.health.kernel.Now;
import ircd.health.kernel.SocketTable;
import ircd.health.kernel.TcpSocket;
import ircd.health.kernel.TcpState;
import ircd.health.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A healthy daemon is never called unhealthy, however many clients come and go: not by a probe that is one in a crowd,
 * and not by tables that change while the kernel lists them.
 */
@Isolated
final class ChurnIT {
    private static final int POLLS = 260; // of each daemon
    private static final int ENOUGH_ROWS = 20_000;
    /** Without a limit there would soon be the kernel's 131,072, and the polls would take minutes. */
    private static final int MOST_ROWS = 24_000;

    private static final Duration FILLED_WITHIN = Duration.ofSeconds(90);
    private static final Pattern TIME_WAIT = Pattern.compile("TCP: .* tw (\\d+)");

    @ParameterizedTest
    @EnumSource(NetworkKind.class)
    void aHealthyDaemonIsNeverCalledUnhealthyWhileClientsComeAndGo(NetworkKind kind) throws IOException {
        try (Wire wire = Wire.ipv4();
                LinkedDaemons daemons = kind.network(Setting.of(wire.hub(), wire.leaf()))) {
            daemons.startLinked();
            wire.limitTimeWaitsOfHub(MOST_ROWS);
            Path procNet = Path.of("/proc/" + daemons.hub().pid() + "/net");
            try (HostCheck check = Rules.USUAL.check(daemons, procNet);
                    JavaProcess load = load(daemons)) {
                Await.until(
                        ENOUGH_ROWS + " rows of TIME_WAIT",
                        FILLED_WITHIN,
                        () -> timeWaits(procNet) >= ENOUGH_ROWS || !load.isAlive());
                assertTrue(load.isAlive(), load::output);
                judge(kind, daemons, check, procNet);
            }
        }
    }

    private static void judge(NetworkKind kind, LinkedDaemons daemons, HostCheck check, Path procNet)
            throws IOException {
        SocketTable table = new SocketTable(procNet);
        Verdict verdict = Verdict.UNKNOWN;
        List<String> wrong = new ArrayList<>();
        int missed = 0;
        int doubled = 0;
        int fewest = Integer.MAX_VALUE;
        long slowest = 0;
        Now first = Clock.SYSTEM.now();
        for (int poll = 0; poll < POLLS; poll++) {
            Now now = poll == 0 ? first : Clock.SYSTEM.now();
            Observation seen = check.observe();
            slowest = Math.max(slowest, now.until(System.nanoTime()).toMillis());
            verdict = Verdict.next(verdict, seen, false, now, Rules.USUAL.linkRules());
            if (!verdict.routable() || (poll > 0 && ageOf(verdict).compareTo(now.since(first.nanos())) < 0)) {
                wrong.add(poll + ": " + verdict + " " + summary(seen));
            }
            long rows = linkRows(table, daemons);
            missed += rows == 0 ? 1 : 0;
            doubled += rows > 1 ? 1 : 0;
            fewest = Math.min(fewest, timeWaits(procNet));
        }
        System.out.printf(
                "%s under churn: %d polls in %d s, %d false; slowest %d ms; at least %d rows of TIME_WAIT;"
                        + " of as many readings %d missed the link, %d had it twice%n",
                kind,
                POLLS,
                first.until(System.nanoTime()).toSeconds(),
                wrong.size(),
                slowest,
                fewest,
                missed,
                doubled);
        assertEquals(List.of(), wrong);
        assertTrue(fewest >= ENOUGH_ROWS, "rows of TIME_WAIT: " + fewest);
    }

    /** The age of the only link. */
    private static Duration ageOf(Verdict verdict) {
        return verdict.links().isEmpty()
                ? Duration.ZERO
                : verdict.links().get(0).age();
    }

    private static String summary(Observation seen) {
        return seen.client() + (seen.s2s() instanceof S2sObservation.Seen links ? " " + links.links() : "");
    }

    private static long linkRows(SocketTable table, LinkedDaemons daemons) throws IOException {
        int hub = daemons.hub().s2sPort();
        int leaf = daemons.leaf().s2sPort();
        return table
                .read((local, remote, listening) -> local == hub || remote == hub || local == leaf || remote == leaf)
                .stream()
                .filter(row -> row.state() == TcpState.ESTABLISHED)
                .map(TcpSocket::inode)
                .count();
    }

    private static int timeWaits(Path procNet) throws IOException {
        Matcher found = TIME_WAIT.matcher(Files.readString(procNet.resolve("sockstat")));
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    private static JavaProcess load(LinkedDaemons daemons) {
        String classes = LoadMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return new JavaProcess(
                daemons.setting().hub(),
                List.of(
                        "-cp",
                        classes,
                        LoadMain.class.getName(),
                        daemons.hub().address(),
                        String.valueOf(daemons.hub().clientPort())));
    }
}
