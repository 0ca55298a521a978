package ircd.health.surface.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of the table in src/docs/endpoint.md.
 *
 * @param sent octets, one in each char; without the sign for the end of what the client sends
 * @param halfCloses whether the client then closes its direction
 * @param answers as {@link KnownAnswers#named} knows them
 */
record ConformanceRow(String name, String sent, boolean halfCloses, List<String> answers, Then then) {
    static final Path PAGE = Path.of("src/docs/endpoint.md");

    /** What is special about this one: it goes to the TLS port without TLS, and nowhere else. */
    private static final String RAW = "plain HTTP to the TLS port";

    private static final String END = "\u2404";
    private static final Pattern ROW = Pattern.compile("\\| (.+?) +\\| `(.+)` +\\| (.+?) +\\| (.+) \\|");
    private static final Pattern REPEATED = Pattern.compile("(.)\\{(\\d+)}");
    private static final Pattern PICTURE = Pattern.compile("[\u2400-\u2421]");
    private static final Pattern HEX = Pattern.compile("\\\\x(..)");

    /** What becomes of the connection. */
    enum Then {
        KEPT("kept", ""),
        KEPT_AND_SAID("kept, says so", KnownAnswers.KEEP_ALIVE),
        CLOSED("closed", KnownAnswers.CLOSE),
        ENDED("ended", "");

        private final String words;
        private final String header;

        Then(String words, String header) {
            this.words = words;
            this.header = header;
        }

        boolean kept() {
            return this == KEPT || this == KEPT_AND_SAID;
        }

        private static Then of(String words) {
            for (Then then : values()) {
                if (then.words.equals(words)) {
                    return then;
                }
            }
            throw new IllegalArgumentException(words);
        }
    }

    static List<ConformanceRow> all() throws IOException {
        return Files.readString(PAGE)
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row(row.group(1), octets(row.group(2)), row.group(3), row.group(4)))
                .toList();
    }

    private static ConformanceRow row(String name, String octets, String answered, String then) {
        boolean halfCloses = octets.endsWith(END);
        String sent = halfCloses ? octets.substring(0, octets.length() - END.length()) : octets;
        List<String> answers = answered.equals("none") ? List.of() : List.of(answered.split(" \\+ "));
        return new ConformanceRow(name, sent, halfCloses, answers, Then.of(then));
    }

    private static String octets(String written) {
        String repeated =
                REPEATED.matcher(written).replaceAll(times -> times.group(1).repeat(Integer.parseInt(times.group(2))));
        String named = HEX.matcher(repeated.replace("\u00b6", "\r\n"))
                .replaceAll(hex -> String.valueOf((char) Integer.parseInt(hex.group(1), 16)));
        return PICTURE.matcher(named)
                .replaceAll(picture -> picture.group().equals(END) ? END : control(picture.group()));
    }

    /** Unicode has them in the order of the control characters, with the blank and DEL at the end. */
    private static String control(String picture) {
        int index = picture.charAt(0) - 0x2400;
        return String.valueOf((char) (index == 0x21 ? 0x7F : index));
    }

    boolean raw() {
        return name.equals(RAW);
    }

    /** TLS 1.2 has no half-closed connections (RFC 5246, 7.2.1). */
    boolean isFor(Way way) {
        return way.tls ? !halfCloses : !raw();
    }

    /** What must come back. */
    String expected(boolean https) {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < answers.size(); i++) {
            boolean last = i == answers.size() - 1;
            expected.append(KnownAnswers.named(answers.get(i), https, last ? then.header : ""));
        }
        return expected.toString();
    }
}
