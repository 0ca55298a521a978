package ircd.health.surface.jfr;

import ircd.health.state.Transition;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A {@link Transition} in a flight recording: {@code jfr print --events ircd.health.Transition FILE}. */
@Name("ircd.health.Transition")
@Label("Health Transition")
@Category("ircd-health")
@Description("One boolean of the health state changed")
@StackTrace(false)
public final class TransitionEvent extends Event {
    @Label("Attribute")
    @Description("ClientValid, S2sValid, Warm or Routable")
    final String attribute;

    @Label("From")
    @Description("The value before")
    final boolean from;

    @Label("To")
    @Description("The value since")
    final boolean to;

    @Label("Reason")
    @Description("Why, in one word")
    final String reason;

    @Label("Sequence")
    @Description("1 for the first transition since the start, without gaps")
    final long sequence;

    private TransitionEvent(Transition transition) {
        attribute = transition.attribute().jmxName();
        from = transition.from();
        to = transition.to();
        reason = transition.reason();
        sequence = transition.sequence();
    }

    /** Does nothing in a JVM that has never recorded: the first event would load and prepare the whole of JFR. */
    public static void commit(Transition transition) {
        if (FlightRecorder.isInitialized()) {
            new TransitionEvent(transition).commit();
        }
    }
}
