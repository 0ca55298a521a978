package ircd.health.state;

/** A {@link Transition} as a row of a JMX table. */
public record TransitionRow(double epochSeconds, String attribute, boolean from, boolean to, String reason) {
    static TransitionRow of(Transition transition) {
        return new TransitionRow(
                transition.at().toEpochMilli() / 1e3,
                transition.attribute().jmxName(),
                transition.from(),
                transition.to(),
                transition.reason());
    }
}
