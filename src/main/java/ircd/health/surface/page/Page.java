package ircd.health.surface.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import ircd.health.kernel.Now;
import ircd.health.state.History;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;

/** The whole document. It has no script, and nothing in it refers to anything outside of it. */
final class Page {
    private static final String STYLE = resource("page.css");

    /** Allows the one style sheet that is in the page, and nothing else at all. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** What asks for the page to stay as it is: nobody can read what is replaced under their eyes. */
    static final String PAUSE = "pause";

    private Page() {}

    static Html render(View view) {
        return Html.of(
                """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">%s
                <title>%s · ircd-health</title>
                <style>%s</style></head>
                <body>%s<main>
                %s%s<div class="columns">
                %s%s</div>
                %s%s%s</main>
                %s</body></html>
                """,
                view.refreshSeconds() == 0
                        ? Html.NONE
                        : Html.of("\n<meta http-equiv=\"refresh\" content=\"%s\">", view.refreshSeconds()),
                StateSection.title(view.verdict()),
                Html.trusted(STYLE),
                Mark.SHAPES,
                StateSection.of(view),
                Timeline.of(view),
                ClientSection.of(view),
                CertificateSection.of(view),
                LinksSection.of(view),
                EndpointSection.of(view.endpoint()),
                TransitionsSection.of(view),
                footer(view));
    }

    private static Html footer(View view) {
        History history = view.snapshot().history();
        Now now = view.now();
        return Html.of(
                """
                <footer><p>%s</p>
                <p>ircd-health %s, running for %s, %s polls, %s of them failed. All times are UTC; it is %s.</p></footer>
                """,
                view.refreshSeconds() == 0
                        ? Html.of("This page stays as it is. <a href=\"/\">Refresh it by itself again</a>")
                        : Html.of(
                                "This page refreshes itself every %s s. <a href=\"/?%s\">Pause</a>",
                                view.refreshSeconds(), PAUSE),
                view.version(),
                Times.words(Duration.between(view.since(), now.wall())),
                history.polls(),
                history.pollFailures(),
                Times.moment(now.wall()));
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
