package ircd.health.it;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A code block of a page in {@code src/docs}, so that what operators copy is what was run. */
record DocSnippet(String text) {
    private static final Path PAGES = Path.of("src/docs");

    DocSnippet {
        requireNonNull(text, "text is null");
    }

    /** The only block of that language below the heading of {@code load-balancers.md}, before the next one. */
    static DocSnippet of(String heading, String language) {
        return of("load-balancers.md", heading, language);
    }

    /** As the other, of another page. */
    static DocSnippet of(String page, String heading, String language) {
        try {
            Matcher section = Pattern.compile("(?ms)^###? " + Pattern.quote(heading) + "$(.*?)(?=^###? |\\z)")
                    .matcher(Files.readString(PAGES.resolve(page)));
            if (!section.find()) {
                throw new AssertionError(page + " has no section " + heading);
            }
            List<String> blocks = Pattern.compile("(?ms)^```" + Pattern.quote(language) + "\n(.*?)^```$")
                    .matcher(section.group(1))
                    .results()
                    .map(block -> block.group(1))
                    .toList();
            if (blocks.size() != 1) {
                throw new AssertionError(heading + " has " + blocks.size() + " blocks of " + language);
            }
            return new DocSnippet(blocks.get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An address, a port, a host name or a path of the page, replaced wherever it stands by that of the test. */
    DocSnippet with(String ofThePage, Object ofTheTest) {
        if (!text.contains(ofThePage)) {
            throw new AssertionError(ofThePage + " is not in the snippet:\n" + text);
        }
        return new DocSnippet(text.replace(ofThePage, ofTheTest.toString()));
    }

    Path writeTo(Path file) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
