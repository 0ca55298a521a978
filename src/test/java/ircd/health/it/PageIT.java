package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ircd.health.surface.page.PageState;
import ircd.health.surface.prometheus.MetricsServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The page in a real browser: on a phone by day, on a desk by night. */
@Timeout(60)
final class PageIT {
    private static final int PHONE = 390;
    private static final int DESKTOP = 1280;

    @TempDir
    private static Path folder;

    private static MetricsServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        boolean installed = Files.isExecutable(Path.of("/usr/bin/chromium"));
        assertTrue(installed || System.getenv("CI") == null, "Chromium is not installed");
        assumeTrue(installed, "Chromium is not installed");
        server = Screenshots.serve();
        browser = Browser.start(folder);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static void open(PageState state, int width, boolean dark) {
        browser.look(width, 800, dark);
        browser.open(URI.create("http://127.0.0.1:" + server.address().getPort() + "/" + state.fileName()));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsWiderThanTheWindow(PageState state) {
        for (int width : new int[] {PHONE, DESKTOP}) {
            open(state, width, width == DESKTOP);

            assertEquals(String.valueOf(width), browser.evaluate("innerWidth"));
            assertEquals(
                    "",
                    browser.evaluate(
                            """
                    [...document.body.querySelectorAll('*')]
                        .filter(e => e.getBoundingClientRect().right > innerWidth + 0.5 || e.getBoundingClientRect().left < -0.5)
                        .map(e => e.outerHTML.slice(0, 100)).join()
                    """));
            assertEquals(String.valueOf(width), browser.evaluate("document.documentElement.scrollWidth"));
        }
    }

    /** Level AA of WCAG 2.2, criteria 1.4.3 (text) and 1.4.11 (shapes). */
    @ParameterizedTest
    @CsvSource({
        "HUNG, false",
        "HUNG, true",
        "MAINTENANCE, false",
        "MAINTENANCE, true",
        "WARMING, false",
        "WARMING, true"
    })
    void everybodyCanReadIt(PageState state, boolean dark) {
        open(state, DESKTOP, dark);

        assertEquals(dark ? "true" : "false", browser.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"));
        assertEquals(
                "",
                browser.evaluate(
                        """
                (() => {
                  const channels = color => color.match(/[\\d.]+/g).map(Number);
                  const luminance = color => channels(color).slice(0, 3)
                      .map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
                  const behind = e => {
                    const color = getComputedStyle(e).backgroundColor;
                    return channels(color)[3] === 0 ? behind(e.parentElement) : color;
                  };
                  const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                  const texts = [...document.body.querySelectorAll('*')]
                      .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && !e.closest('svg'))
                      .map(e => [e, getComputedStyle(e).color, 4.5]);
                  const shapes = [...document.querySelectorAll('rect.yes, rect.no, svg.mark')]
                      .map(e => [e, getComputedStyle(e).fill, 3]);
                  if (texts.length < 50 || shapes.length < 10) return 'found too little';
                  return [...texts, ...shapes]
                      .filter(([e, color, needed]) => contrast(luminance(color), luminance(behind(e))) < needed)
                      .map(([e, color]) => color + ' on ' + behind(e) + ': ' + e.outerHTML.slice(0, 80)).join();
                })()
                """));
    }

    /** The policy lets the style sheet through, and the browser asked for nothing else. */
    @ParameterizedTest
    @EnumSource(names = {"HEALTHY", "HOSTILE"})
    void thePolicyAllowsWhatThePageNeedsAndThePageNeedsNothingElse(PageState state) {
        open(state, DESKTOP, false);

        assertEquals("grid", browser.evaluate("getComputedStyle(document.querySelector('main')).display"));
        assertEquals("0", browser.evaluate("performance.getEntriesByType('resource').length"));
        assertEquals("0", browser.evaluate("document.scripts.length + document.images.length"));
    }
}
