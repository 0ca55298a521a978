package ircd.health.demo;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When things happen, from the start on.
 *
 * @param link when the servers link up
 * @param stable how old a link must get to be stable
 * @param fault when the trouble begins
 * @param repair when it ends
 * @param flap from one drop of a flapping link to the next; less than {@code stable}
 */
public record Timetable(Duration link, Duration stable, Duration fault, Duration repair, Duration flap) {
    public static final Timetable DEFAULT = new Timetable(
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(25),
            Duration.ofSeconds(45),
            Duration.ofSeconds(4));

    public Timetable {
        requireNonNull(link, "link is null");
        requireNonNull(stable, "stable is null");
        requireNonNull(fault, "fault is null");
        requireNonNull(repair, "repair is null");
        requireNonNull(flap, "flap is null");
    }

    /** For those who cannot wait. */
    public Timetable dividedBy(int divisor) {
        return new Timetable(
                link.dividedBy(divisor),
                stable.dividedBy(divisor),
                fault.dividedBy(divisor),
                repair.dividedBy(divisor),
                flap.dividedBy(divisor));
    }
}
