package ircd.health.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.check.ClientObservation;
import ircd.health.check.ClientReason;
import ircd.health.check.Link;
import ircd.health.check.Observation;
import ircd.health.check.S2sObservation;
import ircd.health.kernel.Address;
import ircd.health.kernel.Now;
import ircd.health.kernel.TcpEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stories of links, told as timelines: each step is a poll at a second, what it sees, and what it decides. */
class VerdictTest {
    private static final LinkRules ONE_LINK = new LinkRules(1, Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final LinkRules TWO_LINKS = new LinkRules(2, Duration.ofSeconds(10), Duration.ofSeconds(30));

    private LinkRules rules = ONE_LINK;
    private Verdict verdict = Verdict.UNKNOWN;

    @Test
    void nothingStartsOutHealthy() {
        assertEquals(new PublicState(false, false, false, false), Verdict.UNKNOWN.publicState());
    }

    @Test
    void duringWarmUpALinkIsEnoughThoughItIsNotStable() {
        at(0, sees()).is("no-link, cold");
        at(5, sees(link("a"))).is("ok, cold");
        at(14, sees(link("a"))).is("ok, cold");
        at(15, sees(link("a"))).is("ok, warm");
    }

    @Test
    void onceWarmOnlyAStableLinkCounts() {
        warmUpWith("a");
        at(20, sees()).is("no-link, warm");
        at(25, sees(link("b"))).is("not-stable, warm");
        at(34, sees(link("b"))).is("not-stable, warm");
        at(35, sees(link("b"))).is("ok, warm");
    }

    @Test
    void aLinkThatFlapsFasterThanItGetsStableNeverCounts() {
        warmUpWith("first");
        for (int second = 20; second < 600; second += 3) {
            String incarnation = "link made at " + second / 9 * 9;
            at(second, second % 9 == 8 ? sees() : sees(link(incarnation)));
            assertFalse(verdict.s2sValid(), "at " + second);
        }
    }

    /** A link that is made anew every so many seconds, and polled every five; it is stable after ten. */
    @ParameterizedTest
    @CsvSource({
        // a new link every, seconds of 600 in which the host is routable
        " 5,   0",
        "10,   0",
        "15, 200",
        "20, 295",
        "60, 490",
    })
    void aFlappingLinkCountsOnlyWhileEachOfItsLivesIsStable(int period, int routableSeconds) {
        warmUpWith("first");
        int routable = 0;
        for (int second = 15; second < 615; second += 5) {
            at(second, sees(link("made at " + second / period * period)));
            routable += verdict.routable() ? 5 : 0;
        }
        assertEquals(routableSeconds, routable);
    }

    @Test
    void aLinkMadeAnewBetweenTwoPollsIsANewLink() {
        warmUpWith("a");
        at(15, sees(link("a made anew"))).is("not-stable, warm");
        at(25, sees(link("a made anew"))).is("ok, warm");
    }

    @Test
    void aSecondLinkDoesNotDisturbTheFirst() {
        warmUpWith("a");
        at(12, sees(link("b"), link("a"))).is("ok, warm");
        at(14, sees(link("b"))).is("not-stable, warm");
        at(22, sees(link("b"))).is("ok, warm");
    }

    @Test
    void tablesThatCannotBeReadKeepTheAges() {
        warmUpWith("a");
        at(12, new S2sObservation.Unreadable("permission denied")).is("unreadable, warm");
        at(13, sees(link("a"))).is("ok, warm");
    }

    @Test
    void tablesThatCannotBeReadDuringWarmUpDoNotRestartTheClock() {
        at(0, sees(link("a"))).is("ok, cold");
        at(5, new S2sObservation.Unreadable("permission denied")).is("unreadable, cold");
        at(10, sees(link("a"))).is("ok, warm");
    }

    @Test
    void aSystemWithoutTablesNeverHasLinks() {
        at(0, new S2sObservation.Unsupported()).is("unsupported, cold");
    }

    @Test
    void inClientOnlyModeLinksAreNotNeeded() {
        at(0, new S2sObservation.NotWanted()).is("ok, warm");
    }

    @Test
    void asManyLinksMustBeStableAsAreDemanded() {
        rules = TWO_LINKS;
        at(0, sees(link("a"))).is("too-few-links, cold");
        at(5, sees(link("a"), link("b"))).is("ok, cold");
        at(14, sees(link("a"), link("b"))).is("ok, cold");
        at(15, sees(link("a"), link("b"))).is("ok, warm");
        at(16, sees(link("a"))).is("too-few-links, warm");
        at(17, sees(link("a"), link("c"))).is("not-stable, warm");
        at(27, sees(link("a"), link("c"))).is("ok, warm");
    }

    @Test
    void aLinkWhoseSendingFailsForTheStallDurationIsStalled() {
        warmUpWith("a");
        at(20, sees(failing("a"))).is("ok, warm");
        at(49, sees(failing("a"))).is("ok, warm");
        at(50, sees(failing("a"))).is("stalled, warm");
        at(51, sees(link("a"))).is("ok, warm");
    }

    @Test
    void oneGoodPollEndsTheSuspicion() {
        warmUpWith("a");
        at(20, sees(failing("a"))).is("ok, warm");
        at(40, sees(link("a"))).is("ok, warm");
        at(55, sees(failing("a"))).is("ok, warm");
        at(84, sees(failing("a"))).is("ok, warm");
        at(85, sees(failing("a"))).is("stalled, warm");
    }

    @Test
    void unreadBytesNeedThreePollsHoweverLongTheyLast() {
        warmUpWith("a");
        at(20, sees(unread("a"))).is("ok, warm");
        at(60, sees(unread("a"))).is("ok, warm");
        at(61, sees(unread("a"))).is("stalled, warm");
    }

    @Test
    void unreadBytesNeedTheStallDurationHoweverManyPollsSeeThem() {
        warmUpWith("a");
        for (int second = 20; second < 50; second++) {
            at(second, sees(unread("a"))).is("ok, warm");
        }
        at(50, sees(unread("a"))).is("stalled, warm");
    }

    @Test
    void aFailedReadingDoesNotEndTheSuspicion() {
        warmUpWith("a");
        at(20, sees(failing("a"))).is("ok, warm");
        at(35, new S2sObservation.Unreadable("permission denied")).is("unreadable, warm");
        at(50, sees(failing("a"))).is("stalled, warm");
    }

    @Test
    void stallDurationZeroMeansNever() {
        rules = new LinkRules(1, Duration.ofSeconds(10), Duration.ZERO);
        warmUpWith("a");
        at(20, sees(failing("a"))).is("ok, warm");
        at(2000, sees(failing("a"))).is("ok, warm");
    }

    @Test
    void aStalledLinkDoesNotWarmUpAHost() {
        rules = new LinkRules(1, Duration.ofSeconds(40), Duration.ofSeconds(30));
        at(0, sees(failing("a"))).is("ok, cold");
        at(30, sees(failing("a"))).is("stalled, cold");
        at(50, sees(failing("a"))).is("stalled, cold");
        at(51, sees(link("a"))).is("ok, warm");
    }

    @Test
    void stableDurationZeroMakesALinkStableAtOnce() {
        rules = new LinkRules(1, Duration.ZERO, Duration.ofSeconds(30));
        at(0, sees(link("a"))).is("ok, warm");
    }

    @Test
    void agesComeFromTheMonotonicClockAlone() {
        at(0, sees(link("a")));
        Now afterTheWallClockWasSetBack = new Now(Instant.EPOCH, seconds(10));
        verdict = Verdict.next(
                verdict, observation(ClientReason.OK, sees(link("a"))), false, afterTheWallClockWasSetBack, rules);

        assertEquals(Duration.ofSeconds(10), verdict.links().get(0).age());
    }

    @ParameterizedTest
    @ValueSource(ints = {3600, -3600})
    void aWallClockSteppedByAnHourChangesNothing(int step) {
        warmUpWith("a");
        Now stepped = new Now(now(15).wall().plusSeconds(step), now(15).nanos());
        verdict = Verdict.next(verdict, observation(ClientReason.OK, sees(link("a"))), false, stepped, rules);

        assertTrue(verdict.routable());
        assertEquals(Duration.ofSeconds(15), verdict.links().get(0).age());
        at(20, sees(link("b"))).is("not-stable, warm");
    }

    @ParameterizedTest
    @EnumSource(ClientReason.class)
    void onlyWithoutAReasonAreClientsValid(ClientReason reason) {
        warmUpWith("a");
        verdict = Verdict.next(verdict, observation(reason, sees(link("a"))), false, now(11), rules);

        assertEquals(reason == ClientReason.OK, verdict.clientValid());
        assertEquals(reason == ClientReason.OK, verdict.routable());
        assertTrue(verdict.s2sValid());
        assertEquals(reason.word(), verdict.routableReason());
    }

    @Test
    void aDrainedHostIsNotRoutableThoughAllIsValid() {
        warmUpWith("a");
        verdict = Verdict.next(verdict, observation(ClientReason.OK, sees(link("a"))), true, now(11), rules);

        assertEquals(new PublicState(true, true, false, true), verdict.publicState());
        assertEquals("maintenance", verdict.routableReason());
    }

    @Test
    void whatCannotBeTrustedIsInvalidButStaysWarmAndKeepsItsLinks() {
        warmUpWith("a");
        Verdict stale = verdict.invalid(ClientReason.STALE, S2sReason.STALE);

        assertEquals(new PublicState(false, false, false, true), stale.publicState());
        assertEquals(verdict.links(), stale.links());
    }

    @Test
    void thePublicBodyIsTheOriginalsByteForByte() {
        assertEquals(
                "{\"clientValid\": true, \"s2sValid\": false, \"routable\": false, \"warm\": true}",
                new PublicState(true, false, false, true).toJson());
    }

    private void warmUpWith(String name) {
        at(0, sees(link(name)));
        at(10, sees(link(name))).is("ok, warm");
    }

    private VerdictTest at(int second, S2sObservation seen) {
        verdict = Verdict.next(verdict, observation(ClientReason.OK, seen), false, now(second), rules);
        return this;
    }

    private void is(String expected) {
        assertEquals(expected, verdict.s2sReason().word() + ", " + (verdict.warm() ? "warm" : "cold"));
    }

    private static Now now(int second) {
        return new Now(Instant.ofEpochSecond(1_800_000_000L + second), seconds(second));
    }

    /** Begins close to where the counter overflows: differences must still be right. */
    private static long seconds(int second) {
        return Long.MAX_VALUE - 5_000_000_000L + second * 1_000_000_000L;
    }

    private static Observation observation(ClientReason client, S2sObservation s2s) {
        return new Observation(new ClientObservation(client, Duration.ofMillis(1), 0, null), s2s);
    }

    private static S2sObservation sees(Link... links) {
        return new S2sObservation.Seen(Stream.of(links).toList(), List.of());
    }

    private static Link link(String name) {
        return new Link(id(name), Link.Direction.INBOUND, 0, 0, 0, false);
    }

    private static Link failing(String name) {
        return new Link(id(name), Link.Direction.INBOUND, 512, 0, 3, true);
    }

    private static Link unread(String name) {
        return new Link(id(name), Link.Direction.INBOUND, 0, 512, 0, false);
    }

    private static Link.Id id(String name) {
        TcpEndpoint end = new TcpEndpoint(new Address(0, 1), 4497);
        return new Link.Id(end, end, name.hashCode());
    }
}
