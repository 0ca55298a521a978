package ircd.health;

/** Who has the state judged. */
enum Mode {
    /** Each request; the poller only when nobody asks. */
    LIVE,
    /** The poller; a request gets its last state. */
    CACHED
}
