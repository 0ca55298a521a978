package ircd.health.surface.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.check.ClientReason;
import ircd.health.verdict.S2sReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StatusPageTest {
    private static Document page(PageState state) {
        return Jsoup.parse(state.page().render(5));
    }

    private static List<String> row(Document page, String heading) {
        return page.select("tr:has(th:containsOwn(" + heading + "))")
                .first()
                .select("td")
                .eachText();
    }

    @ParameterizedTest
    @EnumSource
    void itIsHtmlWithoutAMistake(PageState state) {
        Parser parser = Parser.htmlParser().setTrackErrors(10);
        Jsoup.parse(state.page().render(5), "", parser);

        assertEquals(List.of(), parser.getErrors());
    }

    @ParameterizedTest
    @EnumSource
    void nothingRunsAndNothingComesFromOutside(PageState state) {
        Document page = page(state);
        Set<String> attributes = page.getAllElements().stream()
                .flatMap(element -> element.attributes().asList().stream())
                .map(Attribute::getKey)
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(
                0,
                page.select("script, img, iframe, object, embed, form, link, base, template")
                        .size());
        assertFalse(attributes.stream().anyMatch(name -> name.startsWith("on")), attributes::toString);
        assertFalse(attributes.contains("style"), "the policy allows no style attribute");
        assertFalse(attributes.contains("src"), attributes::toString);
        for (Element reference : page.select("[href]")) {
            assertTrue(reference.attr("href").matches("#[a-z]+|/(\\?pause)?"), reference.outerHtml());
        }
        for (Element local : page.select("[href^=#]")) {
            assertEquals(1, page.select(local.attr("href")).size(), local.outerHtml());
        }
    }

    @Test
    void hostileValuesAreText() {
        Document page = page(PageState.HOSTILE);

        assertEquals(PageState.HOSTILE_REASON, page.select("header bdi").first().wholeText());
        assertEquals("Not routable: maintenance · ircd-health", page.title());
    }

    @Test
    void theFourBooleansAndMaintenanceAreSaidInWords() {
        Document page = page(PageState.HUNG);

        assertEquals(List.of("no", "No load balancer should send people here."), row(page, "Routable"));
        assertEquals("no", row(page, "Clients").get(0));
        assertEquals(Words.of(ClientReason.NOT_ACCEPTED), row(page, "Clients").get(1));
        assertEquals(List.of("yes", "There are enough server links."), row(page, "Server links"));
        assertEquals("yes", row(page, "Warm").get(0));
        assertEquals("no", row(page, "Maintenance").get(0));
        assertEquals(List.of("11"), row(page, "Waiting for accept"));
        assertEquals(List.of("not-accepted"), row(page, "Reason"));
        assertEquals("Not routable: not-accepted", page.select("h1").text());
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN, Not routable: unknown",
        "HEALTHY, Routable",
        "WARMING, 'Routable, still warming'",
        "NO_LINK, Not routable: no-link",
        "FLAPPING, Not routable: not-stable",
        "CLIENT_ONLY, Routable",
        "LONG_NAMES, Not routable: maintenance"
    })
    void theTitleSaysIt(PageState state, String title) {
        assertEquals(title + " · ircd-health", page(state).title());
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN, Not judged yet.",
        "NO_LINK, There is no server link.",
        "CLIENT_ONLY, No server links are needed (--s2s-ports none)."
    })
    void withoutLinksItSaysWhyThereAreNone(PageState state, String why) {
        assertEquals(why, page(state).select("#links + p").text());
    }

    @Test
    void everyLinkIsInTheTableThoseInTroubleFirst() {
        List<List<String>> rows = page(PageState.MANY_LINKS).select("table.links tbody tr").stream()
                .map(row -> row.select("td").eachText())
                .toList();

        assertEquals(200, rows.size());
        assertEquals(
                List.of(
                        "out to 203.0.113.1:7000 from 192.0.2.1:40001",
                        "10 min 2027-01-15 08:16:55 UTC",
                        "stalled",
                        "74112 6 retransmits",
                        "0"),
                rows.get(0));
        assertEquals("1448", rows.get(1).get(4));
        assertEquals("new", rows.get(2).get(2));
        assertTrue(rows.subList(3, 200).stream().allMatch(row -> row.get(2).equals("stable")));
    }

    @Test
    void transitionsComeNewestFirstWithTheirReasons() {
        Document page = page(PageState.NO_LINK);

        assertEquals(
                List.of("34 s ago 2027-01-15 08:24:10 UTC", "Routable", "no", "no-link There is no server link."),
                page.select("#transitions ~ table tbody tr")
                        .first()
                        .select("td")
                        .eachText());
    }

    @Test
    void atMostTheLastHundredTransitionsAreShownAndTheirNumberSaid() {
        Document page = page(PageState.FLAPPING);
        int shown = page.select("#transitions ~ table tbody tr").size();

        assertTrue(shown <= 100 && page.select("#transitions + p").text().contains(String.valueOf(shown)));
    }

    @Test
    void theTimelineHasABarForEachStretchOfEachLane() {
        Document page = page(PageState.NO_LINK);
        Element routable = page.select(".lane:contains(Routable) svg").first();

        assertEquals("The last 15 min", page.select("#timeline").text());
        assertEquals(
                List.of("no", "yes", "no", "yes", "no"), routable.select("rect").eachAttr("class"));
        assertEquals(4, page.select(".lane").size());
        // 34 s of 15 min, at the right end.
        assertEquals("96.22%", routable.select("rect").last().attr("x"));
        assertEquals("3.78%", routable.select("rect").last().attr("width"));
        assertEquals(
                "no for 34 s, from 2027-01-15 08:24:10 UTC",
                routable.select("rect").last().select("title").text());
    }

    @ParameterizedTest
    @CsvSource({
        "HEALTHY, 'in 61 d 2027-03-17 08:23:59 UTC', good",
        "EXPIRED, 'expired 5 h ago 2027-01-15 03:23:59 UTC', bad",
        "CLIENT_ONLY, , "
    })
    void theCertificateSaysHowLongItLasts(PageState state, String words, String mark) {
        Document page = page(state);

        if (words == null) {
            assertEquals(
                    "None: the public endpoint speaks plain HTTP.",
                    page.select("#certificate + p").text());
        } else {
            assertEquals(List.of(words), row(page, "Ends"));
            assertEquals(
                    1,
                    page.select("#certificate + table tr:first-child span." + mark)
                            .size());
        }
    }

    @Test
    void itRefreshesItselfUnlessItIsPaused() {
        Document paused = Jsoup.parse(PageState.HEALTHY.page().render(0));

        assertEquals(
                "5", page(PageState.HEALTHY).select("meta[http-equiv=refresh]").attr("content"));
        assertEquals("/?pause", page(PageState.HEALTHY).select("footer a").attr("href"));
        assertEquals(0, paused.select("meta[http-equiv]").size());
        assertEquals("/", paused.select("footer a").attr("href"));
    }

    @Test
    void everyReasonHasASentenceOfItsOwnOrIsSharedOnPurpose() {
        List<String> words = Stream.concat(
                        Stream.of(ClientReason.values()).map(ClientReason::word),
                        Stream.of(S2sReason.values()).map(S2sReason::word))
                .toList();

        words.forEach(word -> assertTrue(Words.ofWord(word).endsWith("."), word));
        assertEquals(
                new TreeSet<>(words).size(),
                words.stream().map(Words::ofWord).distinct().count() + 0L);
        assertEquals("meteor", Words.ofWord("meteor"));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT59.9S, 59 s",
        "PT61S, 1 min 1 s",
        "PT9M, 9 min",
        "PT59M59S, 59 min",
        "PT3H5M, 3 h 5 min",
        "PT47H, 47 h",
        "P61DT7H20M, 61 d 7 h",
        "PT-5S, 5 s"
    })
    void durationsHaveTwoUnitsAtMost(Duration duration, String words) {
        assertEquals(words, Times.words(duration));
    }

    @Test
    void aClockThatWasPutBackIsSaidAsItIs() {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");

        assertEquals(
                "in 10 s <small><time datetime=\"2026-01-02T03:04:15Z\">2026-01-02 03:04:15 UTC</time></small>",
                Times.ago(now.plusSeconds(10), now).toString());
    }
}
