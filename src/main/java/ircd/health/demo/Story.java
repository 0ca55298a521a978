package ircd.health.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happens when in each scenario: no clock, no thread. */
public final class Story {
    private final Timetable times;
    private final Stage stage;
    private final List<Scene> scenes = new ArrayList<>();

    private Story(Timetable times, Stage stage) {
        this.times = times;
        this.stage = stage;
    }

    /** The scenes in the order in which they happen. */
    public static List<Scene> of(Scenario scenario, Timetable times, Stage stage) {
        Story story = new Story(times, stage);
        story.at(
                times.link(),
                "the two servers link up: /health answers 200 from now on, and Warm turns true in "
                        + times.stable().toSeconds() + " s",
                stage::link);
        switch (scenario) {
            case LINK ->
                story.at(times.fault(), "that was all; the servers stay linked until you press Ctrl-C", () -> {});
            case SPLIT -> story.split();
            case HANG -> story.hang();
            case FLAP -> story.flap();
            case EXPIRED -> story.expire();
        }
        return List.copyOf(story.scenes);
    }

    private void at(Duration at, String said, Scene.Event event) {
        scenes.add(new Scene(at, said, event));
    }

    private void split() {
        at(
                times.fault(),
                "a netsplit: the link drops. /health answers 503, S2sReason is no-link, S2sLinks 0",
                stage::unlink);
        at(
                times.repair(),
                "the servers link again. It takes " + times.stable().toSeconds()
                        + " s until the new link is stable: S2sReason is not-stable, then ok, and /health answers 200",
                stage::link);
    }

    private void hang() {
        at(
                times.fault(),
                "the daemon hangs: a connect still succeeds, but nobody takes it. /health answers 503,"
                        + " ClientReason is not-accepted, ClientAcceptBacklog and the link's unread bytes grow",
                () -> stage.freeze(true));
        at(
                times.repair(),
                "the daemon goes on: ClientReason is ok, and /health answers 200",
                () -> stage.freeze(false));
    }

    /** Each link is up for three quarters of the rhythm: too short to get stable, long enough for a connect check. */
    private void flap() {
        int drop = 1;
        for (Duration at = times.fault(); at.compareTo(times.repair()) < 0; at = at.plus(times.flap())) {
            at(
                    at,
                    drop++ == 1
                            ? "the link begins to flap: it drops and comes back every "
                                    + times.flap().toSeconds()
                                    + " s. /health answers 503 and stays so: S2sReason is not-stable while there is a link"
                            : "the link drops once more",
                    stage::unlink);
            at(at.plus(times.flap().dividedBy(4)), "the link is back", stage::link);
        }
        at(
                times.repair(),
                "the link stays from now on: S2sReason is ok and /health answers 200 once it is stable",
                () -> {});
    }

    private void expire() {
        at(
                times.fault(),
                "the certificate of the public endpoint has just expired: curl --cacert fails, and so does a load"
                        + " balancer that verifies. /health itself goes on: the verdict is about the IRC daemon."
                        + " Watch NotAfterEpochSeconds of the MBean Certificate, and the page",
                () -> {});
        at(
                times.repair(),
                "the certificate is renewed, as an ACME client does: it is served in a few seconds, without a restart;"
                        + " ReloadCount is 1",
                stage::renewCertificate);
    }
}
