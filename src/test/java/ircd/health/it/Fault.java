package ircd.health.it;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One row of the fault matrix: what goes wrong, what must be found, and after how many polls at the latest. */
final class Fault {
    final String name;
    final String expected;
    final int bound;
    final Step strike;

    Via via = Via.SERVICE;
    boolean ipv6;
    Function<Wire, Rules> rules = wire -> Rules.USUAL;
    UnaryOperator<Setting> setting = usual -> usual;
    Step preparation = rig -> {};
    Set<NetworkKind> kinds = EnumSet.allOf(NetworkKind.class);
    boolean fromTheStart;
    int morePolls;
    Step check = rig -> {};

    @Nullable
    Step healing;

    private Fault(String name, String expected, int bound, Step strike) {
        this.name = requireNonNull(name, "name is null");
        this.expected = requireNonNull(expected, "expected is null");
        this.bound = bound;
        this.strike = requireNonNull(strike, "strike is null");
    }

    /** How the network is watched. */
    enum Via {
        /** The jar as a process in the hub's namespace. */
        SERVICE,
        /** The jar as a process elsewhere, with {@code --proc-net}. */
        SERVICE_OUTSIDE,
        /** The check and the verdict in this JVM, elsewhere. */
        DIRECT,
        /** The same, over a copy of the tables. */
        DIRECT_OVER_COPY
    }

    /** Something done to the daemons. */
    interface Step {
        void on(Rig rig);
    }

    /**
     * @param expected what a poll finds, see {@link Watch#poll}
     * @param bound the poll that finds it at the latest; for {@link Watch#OK}, how many polls must find nothing
     */
    static Fault of(String name, String expected, int bound, Step strike) {
        return new Fault(name, expected, bound, strike);
    }

    Fault via(Via other) {
        via = other;
        return this;
    }

    Fault overIpv6() {
        ipv6 = true;
        return this;
    }

    /** Others cannot be made to do so. */
    Fault onlyOn(NetworkKind kind) {
        kinds = EnumSet.of(kind);
        return this;
    }

    /** What was prepared is the fault: the watch begins with it, instead of when all is well. */
    Fault fromTheStart() {
        fromTheStart = true;
        return this;
    }

    Fault by(Function<Wire, Rules> others) {
        rules = others;
        return this;
    }

    Fault in(UnaryOperator<Setting> other) {
        setting = other;
        return this;
    }

    /** Done while all is well, before the watch begins. */
    Fault preparedBy(Step step) {
        preparation = step;
        return this;
    }

    /** So many polls more must find the same, and then this be so. */
    Fault lasting(int polls, Step andThen) {
        morePolls = polls;
        check = andThen;
        return this;
    }

    /** All is well again after this, and the same number of polls. */
    Fault healedBy(Step step) {
        healing = step;
        return this;
    }
}
