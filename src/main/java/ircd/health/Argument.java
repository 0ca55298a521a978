package ircd.health;

import static java.util.Objects.requireNonNull;

/**
 * One word of a command line.
 *
 * @param place {@code FILE:LINE: } if it comes from a file of options, and else empty: before what is said of it
 */
record Argument(String text, String place) {
    Argument {
        requireNonNull(text, "text is null");
        requireNonNull(place, "place is null");
    }

    static Argument typed(String text) {
        return new Argument(text, "");
    }

    boolean isOnALineWith(Argument other) {
        return !place.isEmpty() && place.equals(other.place);
    }

    /** A value may start with a dash, but what starts the next line with one is another option, though a mistyped one. */
    boolean mayTake(Argument next) {
        return place.equals(next.place) || !next.text.startsWith("-");
    }
}
