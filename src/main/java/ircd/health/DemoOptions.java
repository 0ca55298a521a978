package ircd.health;

import com.beust.jcommander.Parameter;

/** What {@code demo} takes. */
final class DemoOptions {
    @Parameter(
            names = "--scenario",
            order = 0,
            description = "link: the servers link and stay linked; split: the link drops after a while;"
                    + " hang: the daemon freezes; flap: the link drops again and again;"
                    + " expired: the endpoint's certificate ends")
    String scenario = "link";

    /** For tests, which cannot wait. */
    @Parameter(names = "--times-faster", order = 2, hidden = true)
    String timesFaster = "1";

    @Parameter(
            names = {"--help", "-h"},
            order = 1,
            help = true,
            description = "Print this and end")
    boolean help;
}
