package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.beust.jcommander.Parameter;
import ircd.health.check.ClientReason;
import ircd.health.check.SocketRole;
import ircd.health.state.Attribute;
import ircd.health.verdict.S2sReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All pages for people: what they lead to and quote is there. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("(?<!`)\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern LOG_LINE = Pattern.compile("(?m)^ *(?:WARNING|INFO|ERROR|SEVERE) (.+)$");
    private static final Pattern TRANSITION =
            Pattern.compile("(\\w+): (?:true|false) -> (?:true|false) \\(([\\w-]+)\\)");
    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

    /** Options of other programs that the pages name by themselves, and not within a command. */
    private static final Set<String> OF_OTHERS = Set.of(
            "--reloadcmd",
            "--retry",
            "--add-host",
            "--stop-timeout",
            "--cluster.peer",
            "--enable-native-access",
            "--add-modules");

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("src/docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "SECURITY.md", "CHANGELOG.md", "src/bench/README.md")
                                    .map(Path::of),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As GitHub, GitLab and Gitea make them of headings: small letters, no punctuation, blanks to hyphens. */
    private static Set<String> anchors(Path page) {
        return HEADING.matcher(CODE_BLOCK.matcher(read(page)).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (MatchResult link : LINK.matcher(CODE_BLOCK.matcher(read(page)).replaceAll(""))
                    .results()
                    .toList()) {
                if (!link.group(1).matches("https?:.*") && !leadsSomewhere(page, link.group(1))) {
                    broken.add(page + ": " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    private static boolean leadsSomewhere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    @Test
    void everyPageIsInTheIndex() throws IOException {
        String index = read(Path.of("src/docs/README.md"));
        for (Path page : pages()) {
            if (page.startsWith("src/docs") && !page.endsWith("README.md")) {
                assertTrue(index.contains("](" + page.getFileName()), () -> page + " is not in src/docs/README.md");
            }
        }
    }

    /** In running text: {@code `--option`} or {@code `--option value`} is one of ours. */
    @Test
    void everyOptionThatIsNamedExists() throws IOException {
        Set<String> known = Stream.of(Options.class, CheckOptions.class, DemoOptions.class)
                .flatMap(options -> Stream.of(options.getDeclaredFields()))
                .flatMap(field -> Stream.of(field.getAnnotation(Parameter.class).names()))
                .collect(Collectors.toSet());
        known.addAll(OF_OTHERS);
        Set<String> unknown = new TreeSet<>();
        for (Path page : pages()) {
            if (!page.startsWith("src/bench")) {
                Pattern.compile("`(--[a-z][a-z0-9.-]*)")
                        .matcher(CODE_BLOCK.matcher(read(page)).replaceAll(""))
                        .results()
                        .map(option -> option.group(1))
                        .filter(option -> !known.contains(option))
                        .forEach(option -> unknown.add(page + ": " + option));
            }
        }
        assertEquals(Set.of(), unknown);
    }

    /** Each line of the log that a page quotes is made of words that the code says. */
    @Test
    void everyLineOfTheLogThatIsQuotedIsSaidByTheCode() throws IOException {
        List<String> said = said();
        int quoted = 0;
        for (Path page : pages()) {
            for (MatchResult line : LOG_LINE.matcher(read(page)).results().toList()) {
                quoted++;
                assertTrue(
                        isTransition(line.group(1)) || isMadeOf(said, line.group(1)),
                        () -> page + " quotes what nobody says: " + line.group());
            }
        }
        assertTrue(quoted > 5, "quoted: " + quoted);
    }

    /** All strings of the sources. */
    private static List<String> said() throws IOException {
        List<String> said = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            sources.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> STRING.matcher(read(file)).results().forEach(text -> said.add(text.group(1))));
        }
        return said;
    }

    @Test
    void troubleshootingQuotesWhatTheStartAndTheCheckSay() throws IOException {
        String page = read(Path.of("src/docs/troubleshooting.md"));
        String starts =
                page.substring(page.indexOf("## It does not start"), page.indexOf("## The certificate was not"));
        List<String> lines = Pattern.compile("(?m)^\\| `([^`]+)` \\|")
                .matcher(starts)
                .results()
                .map(row -> row.group(1))
                .toList();

        assertTrue(lines.size() > 5, lines::toString);
        List<String> said = said();
        lines.forEach(line -> assertTrue(isMadeOf(said, line), line));
        for (SocketRole role : SocketRole.values()) {
            assertTrue(page.contains(role.explanation()), role.explanation());
        }
    }

    private static boolean isTransition(String line) {
        Matcher transition = TRANSITION.matcher(line);
        return transition.matches()
                && Stream.of(Attribute.values()).anyMatch(each -> each.jmxName().equals(transition.group(1)))
                && Stream.concat(
                                Stream.of("stable", "maintenance"),
                                Stream.concat(
                                        Stream.of(ClientReason.values()).map(ClientReason::word),
                                        Stream.of(S2sReason.values()).map(S2sReason::word)))
                        .anyMatch(transition.group(2)::equals);
    }

    /** Names of files, numbers and addresses aside, next to nothing is left without the strings that the code says. */
    private static boolean isMadeOf(List<String> said, String line) {
        String words = withoutNames(line);
        String left = words;
        for (String text : said.stream()
                .map(text -> withoutNames(text).replaceAll("^\\W+|\\W+$", ""))
                .filter(text -> text.matches(".*[a-z]{2}.*") && text.length() > 3)
                .sorted((a, b) -> b.length() - a.length())
                .toList()) {
            left = left.replace(text, "");
        }
        return left.replaceAll("[\\W]", "").length() * 10 <= words.length();
    }

    private static String withoutNames(String text) {
        return text.replaceAll("\\S*[/\\d]\\S*|\\S+\\.pem\\b", "");
    }
}
