package ircd.health.verdict;

/**
 * The four booleans that the public may know.
 *
 * @param routable whether a load balancer may send people here
 * @param warm whether links have been stable since the start
 */
public record PublicState(boolean clientValid, boolean s2sValid, boolean routable, boolean warm) {
    /** The body of the public endpoint, spaced as the Python original spaced it: some balancers compare bytes. */
    public String toJson() {
        return "{\"clientValid\": " + clientValid + ", \"s2sValid\": " + s2sValid + ", \"routable\": " + routable
                + ", \"warm\": " + warm + "}";
    }
}
