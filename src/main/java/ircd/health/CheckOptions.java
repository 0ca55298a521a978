package ircd.health;

import com.beust.jcommander.Parameter;

/** What only {@code check} takes. */
final class CheckOptions {
    @Parameter(names = "--json", order = 60, description = "Print the public JSON body and nothing else")
    boolean json;
}
