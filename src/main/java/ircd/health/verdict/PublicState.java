package ircd.health.verdict;

/**
 * The four booleans that the public may know.
 *
 * @param routable whether a load balancer may send people here
 * @param warm whether links have been stable since the start
 */
public record PublicState(boolean clientValid, boolean s2sValid, boolean routable, boolean warm) {
    private static final PublicState[] ALL = new PublicState[16];

    static {
        for (int i = 0; i < ALL.length; i++) {
            ALL[i] = new PublicState((i & 8) != 0, (i & 4) != 0, (i & 2) != 0, (i & 1) != 0);
        }
    }

    /** One of a handful of constants: an answer costs no object. */
    static PublicState of(boolean clientValid, boolean s2sValid, boolean routable, boolean warm) {
        return ALL[(clientValid ? 8 : 0) | (s2sValid ? 4 : 0) | (routable ? 2 : 0) | (warm ? 1 : 0)];
    }

    /** The body of the public endpoint, spaced as the Python original spaced it: some balancers compare bytes. */
    public String toJson() {
        return "{\"clientValid\": " + clientValid + ", \"s2sValid\": " + s2sValid + ", \"routable\": " + routable
                + ", \"warm\": " + warm + "}";
    }
}
