package ircd.health.surface.page;

import static java.time.ZoneOffset.UTC;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How long something took or is ago, for people, and when it was, to the second. */
final class Times {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MACHINE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

    private Times() {}

    /** The two greatest units at most: {@code 45 s}, {@code 12 min}, {@code 3 h 5 min}, {@code 61 d 7 h}. */
    static String words(Duration duration) {
        Duration length = duration.abs();
        if (length.compareTo(Duration.ofMinutes(1)) < 0) {
            return length.toSeconds() + " s";
        }
        if (length.compareTo(Duration.ofMinutes(10)) < 0) {
            return two(length.toMinutes(), "min", length.toSecondsPart(), "s");
        }
        if (length.compareTo(Duration.ofHours(1)) < 0) {
            return length.toMinutes() + " min";
        }
        return length.compareTo(Duration.ofDays(2)) < 0
                ? two(length.toHours(), "h", length.toMinutesPart(), "min")
                : two(length.toDays(), "d", length.toHoursPart(), "h");
    }

    private static String two(long greater, String greaterUnit, int rest, String restUnit) {
        return greater + " " + greaterUnit + (rest == 0 ? "" : " " + rest + " " + restUnit);
    }

    static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    /** In UTC, as the whole page: {@code 2026-01-02 03:04:05 UTC}. */
    static Html moment(Instant instant) {
        return Html.of("<time datetime=\"%s\">%s</time>", MACHINE.format(instant.atZone(UTC)), text(instant));
    }

    static String text(Instant instant) {
        return MOMENT.format(instant.atZone(UTC)) + " UTC";
    }

    /** {@code 45 s ago}, with the moment in a line of its own below. */
    static Html ago(Instant instant, Instant now) {
        Duration ago = Duration.between(instant, now);
        String words = ago.isNegative() ? "in " + words(ago) : words(ago) + " ago";
        return Html.of("%s <small>%s</small>", words, moment(instant));
    }
}
