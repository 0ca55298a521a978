package ircd.health.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.check.ClientReason;
import ircd.health.check.Link;
import ircd.health.check.Observation;
import ircd.health.check.S2sObservation;
import ircd.health.kernel.Address;
import ircd.health.kernel.TcpEndpoint;
import ircd.health.state.FakeClock;
import ircd.health.state.Observations;
import ircd.health.verdict.LinkRules;
import ircd.health.verdict.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each story, told on a clock that the test moves, with the verdict of every second. */
class StoryTest {
    private static final Timetable TIMES = Timetable.DEFAULT;
    private static final LinkRules RULES = new LinkRules(1, TIMES.stable(), Duration.ofSeconds(30));

    private final FakeClock clock = new FakeClock();
    private final Theatre theatre = new Theatre();

    /** Whether the leaf is linked, by which of its connections, and what else was done. */
    private static final class Theatre implements Stage {
        boolean linked;
        boolean frozen;
        int links;
        int renewals;

        @Override
        public void link() {
            linked = true;
            links++;
        }

        @Override
        public void unlink() {
            linked = false;
        }

        @Override
        public void freeze(boolean freeze) {
            frozen = freeze;
        }

        @Override
        public void renewCertificate() {
            renewals++;
        }

        Observation seen() {
            TcpEndpoint end = new TcpEndpoint(new Address(0, 1), 4497);
            Link link = new Link(new Link.Id(end, end, links), Link.Direction.INBOUND, 0, 0, 0, false);
            return Observations.of(
                    frozen ? ClientReason.NOT_ACCEPTED : ClientReason.OK,
                    new S2sObservation.Seen(linked ? List.of(link) : List.of(), List.of()));
        }
    }

    /** The reasons why the host is routable or not, each with the second from which on it was so. */
    private List<String> reasons(Scenario scenario) throws IOException {
        List<Scene> waiting = new ArrayList<>(Story.of(scenario, TIMES, theatre));
        List<String> reasons = new ArrayList<>();
        Verdict verdict = Verdict.UNKNOWN;
        for (int second = 0; second <= 60; second++) {
            while (!waiting.isEmpty() && waiting.get(0).at().toSeconds() <= second) {
                waiting.remove(0).event().happen();
            }
            Verdict next = Verdict.next(verdict, theatre.seen(), false, clock.now(), RULES);
            if (!next.publicState().equals(verdict.publicState())
                    || !next.routableReason().equals(verdict.routableReason())) {
                reasons.add(second + " " + next.routableReason() + (next.warm() ? "" : ", cold"));
            }
            verdict = next;
            clock.advance(Duration.ofSeconds(1));
        }
        return reasons;
    }

    @Test
    void theServersLinkAndStayLinked() throws IOException {
        assertEquals(List.of("0 no-link, cold", "3 ok, cold", "8 ok"), reasons(Scenario.LINK));
    }

    @Test
    void aSplitHealsAfterTheNewLinkHasLasted() throws IOException {
        assertEquals(
                List.of("0 no-link, cold", "3 ok, cold", "8 ok", "25 no-link", "45 not-stable", "50 ok"),
                reasons(Scenario.SPLIT));
    }

    @Test
    void aHungDaemonIsNotAccepting() throws IOException {
        assertEquals(
                List.of("0 no-link, cold", "3 ok, cold", "8 ok", "25 not-accepted", "45 ok"), reasons(Scenario.HANG));
    }

    @Test
    void aLinkThatFlapsIsNeverStableUntilItStays() throws IOException {
        List<String> reasons = reasons(Scenario.FLAP);

        assertEquals(List.of("3 ok, cold", "8 ok", "25 no-link", "26 not-stable", "29 no-link"), reasons.subList(1, 6));
        assertEquals("47 ok", reasons.get(reasons.size() - 1));
        assertEquals(
                2, reasons.stream().filter(reason -> reason.endsWith(" ok")).count(), reasons::toString);
    }

    @Test
    void anExpiredCertificateIsNoMatterToTheVerdictAndIsRenewed() throws IOException {
        assertEquals(List.of("0 no-link, cold", "3 ok, cold", "8 ok"), reasons(Scenario.EXPIRED));
        assertEquals(1, theatre.renewals);
    }

    @ParameterizedTest
    @EnumSource
    void theScenesComeInOrderAndNoneWithoutAWord(Scenario scenario) {
        List<Scene> scenes = Story.of(scenario, TIMES.dividedBy(5), theatre);

        for (int i = 1; i < scenes.size(); i++) {
            assertTrue(scenes.get(i - 1).at().compareTo(scenes.get(i).at()) <= 0, scenes::toString);
        }
        scenes.forEach(
                scene -> assertTrue(!scene.said().isBlank() && !scene.said().contains("\n"), scene::said));
    }
}
