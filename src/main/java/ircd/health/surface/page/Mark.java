package ircd.health.surface.page;

/** A shape beside a word, so that neither colour nor shape is ever alone. */
enum Mark {
    GOOD,
    WAIT,
    WARN,
    BAD;

    /** To be put on the page once. */
    static final Html SHAPES = Html.trusted(
            """
            <svg width="0" height="0" aria-hidden="true">
            <symbol id="good" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8"/><path class="cut" d="M4 8.5 7 11.5 12 5"/></symbol>
            <symbol id="wait" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="7"/><path class="hand" d="M8 4V8.5L11 10.5"/></symbol>
            <symbol id="warn" viewBox="0 0 16 16"><path d="M8 .5 16 15.5H0z"/><path class="cut" d="M8 6V10M8 12V14"/></symbol>
            <symbol id="bad" viewBox="0 0 16 16"><rect width="16" height="16" rx="2"/><path class="cut" d="M4.5 4.5 11.5 11.5M11.5 4.5 4.5 11.5"/></symbol>
            </svg>
            """);

    Html with(Object words) {
        return Html.of(
                "<span class=\"%1$s\"><svg class=\"mark\" aria-hidden=\"true\"><use href=\"#%1$s\"/></svg>%2$s</span>",
                word(), words);
    }

    String word() {
        return switch (this) {
            case GOOD -> "good";
            case WAIT -> "wait";
            case WARN -> "warn";
            case BAD -> "bad";
        };
    }
}
