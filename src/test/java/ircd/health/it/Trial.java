package ircd.health.it;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One fault tried on one kind of daemon. */
final class Trial {
    private static final int WARM_POLLS = 2;
    private static final int POLLS_TO_GET_WARM = 5;

    private final Fault fault;
    private final NetworkKind kind;

    Trial(Fault fault, NetworkKind kind) {
        this.fault = requireNonNull(fault, "fault is null");
        this.kind = requireNonNull(kind, "kind is null");
    }

    /**
     * What a trial measured.
     *
     * @param detected the first poll after the fault that found what was expected
     * @param recovered the first poll after the healing that found nothing; 0 if that was not tried
     */
    record Result(int detected, int recovered) {}

    String name() {
        return fault.name + " (" + kind + ")";
    }

    Fault fault() {
        return fault;
    }

    NetworkKind kind() {
        return kind;
    }

    /** @param folder empty, for the trial's own use */
    Result run(Path folder) {
        try (Rig rig = new Rig(folder, fault, kind)) {
            fault.preparation.on(rig);
            try (Watch watch = watch(rig)) {
                return run(rig, watch);
            }
        }
    }

    private Result run(Rig rig, Watch watch) {
        try {
            if (!fault.fromTheStart) {
                awaitWarm(watch);
            }
            fault.strike.on(rig);
            int detected = fault.expected.equals(Watch.OK) ? 0 : pollsUntil(fault.expected, watch);
            int more = fault.expected.equals(Watch.OK) ? fault.bound : fault.morePolls;
            for (int poll = 0; poll < more; poll++) {
                assertFinds(fault.expected, watch);
            }
            fault.check.on(rig);
            if (fault.healing == null) {
                return new Result(detected, 0);
            }
            fault.healing.on(rig);
            return new Result(detected, pollsUntil(Watch.OK, watch));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    name() + ": " + e + "\n" + watch.story() + "\n"
                            + rig.daemons().logs(),
                    e);
        }
    }

    private static void awaitWarm(Watch watch) {
        for (int poll = 1; !watch.poll().equals(Watch.OK) || poll < WARM_POLLS; poll++) {
            if (poll > POLLS_TO_GET_WARM) {
                throw new AssertionError("does not get warm");
            }
        }
    }

    private int pollsUntil(String expected, Watch watch) {
        List<String> found = new ArrayList<>();
        for (int poll = 1; poll <= fault.bound; poll++) {
            found.add(watch.poll());
            if (found.get(poll - 1).equals(expected)) {
                return poll;
            }
        }
        throw new AssertionError("expected " + expected + " within " + fault.bound + " polls, found " + found);
    }

    private static void assertFinds(String expected, Watch watch) {
        String found = watch.poll();
        if (!found.equals(expected)) {
            throw new AssertionError("expected " + expected + " in every poll, found " + found);
        }
    }

    private Watch watch(Rig rig) {
        Rules rules = fault.rules.apply(rig.wire());
        return switch (fault.via) {
            case DIRECT -> new DirectWatch(rules, rig.daemons(), rig.hubProcNet(), rig::beforePoll);
            case DIRECT_OVER_COPY -> {
                rig.beforeEachPoll(rig.tables()::copy);
                yield new DirectWatch(rules, rig.daemons(), rig.tables().folder(), rig::beforePoll);
            }
            case SERVICE -> service(rig.wire().hub(), rig, rules, List.of());
            case SERVICE_OUTSIDE ->
                service(
                        Spot.loopback("127.0.0.1"),
                        rig,
                        rules,
                        List.of("--proc-net", rig.hubProcNet().toString()));
        };
    }

    private static Watch service(Spot spot, Rig rig, Rules rules, List<String> more) {
        List<String> options = new ArrayList<>(rules.options());
        options.addAll(
                List.of("--maintenance-file", rig.maintenanceFile().toString(), "--metrics-listen", spot.listen()));
        options.addAll(more);
        ServiceProcess service = ServiceProcess.watchingFrom(spot, rig.daemons(), options.toArray(String[]::new));
        try {
            return new ServiceWatch(service);
        } catch (RuntimeException | AssertionError e) {
            service.close();
            throw e;
        }
    }
}
