package ircd.health.demo;

/** What the demo shows; each begins with two servers that link up. */
public enum Scenario {
    /** Nothing goes wrong. */
    LINK,
    /** The link drops, and comes back later. */
    SPLIT,
    /** The daemon freezes, and goes on later. */
    HANG,
    /** The link drops and comes back again and again. */
    FLAP,
    /** The public endpoint's certificate ends while it is served, and is renewed later. */
    EXPIRED
}
