package ircd.health.surface.page;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Markup that may be sent as it is. The only way to it is a template of ours; all that comes from outside is escaped. */
final class Html {
    static final Html NONE = new Html("");

    private final String markup;

    private Html(String markup) {
        this.markup = markup;
    }

    /**
     * Fills a template in.
     *
     * @param template markup with {@code %s} where a value goes: between tags, or in an attribute in double quotes
     * @param values markup, which stays as it is, or anything else, which becomes text
     */
    static Html of(String template, Object... values) {
        return new Html(template.formatted(Stream.of(values).map(Html::markupOf).toArray()));
    }

    static <T> Html each(Collection<T> items, Function<T, Html> toMarkup) {
        return new Html(items.stream().map(toMarkup).map(Html::toString).collect(Collectors.joining()));
    }

    /** A file of ours that goes into the page as it is. */
    static Html trusted(String file) {
        return new Html(file);
    }

    private static String markupOf(Object value) {
        return value instanceof Html html ? html.markup : escape(String.valueOf(value));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return markup;
    }
}
