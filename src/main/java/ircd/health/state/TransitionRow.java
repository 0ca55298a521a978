package ircd.health.state;

import java.time.temporal.ChronoUnit;

/**
 * A {@link Transition} as a row of a JMX table.
 *
 * @param time the same as {@code epochSeconds}, for people: date and time of day in UTC
 */
public record TransitionRow(
        double epochSeconds, String time, String attribute, boolean from, boolean to, String reason) {
    static TransitionRow of(Transition transition) {
        return new TransitionRow(
                transition.at().toEpochMilli() / 1e3,
                transition.at().truncatedTo(ChronoUnit.MILLIS).toString(),
                transition.attribute().jmxName(),
                transition.from(),
                transition.to(),
                transition.reason());
    }
}
