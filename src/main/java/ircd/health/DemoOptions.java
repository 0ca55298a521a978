package ircd.health;

import com.beust.jcommander.Parameter;

/** What {@code demo} takes. */
final class DemoOptions {
    @Parameter(
            names = "--scenario",
            order = 0,
            description = "link: the servers link and stay linked; split: the link drops after a while;"
                    + " hang: the daemon freezes after a while")
    String scenario = "link";

    @Parameter(
            names = {"--help", "-h"},
            order = 1,
            help = true,
            description = "Print this and end")
    boolean help;
}
