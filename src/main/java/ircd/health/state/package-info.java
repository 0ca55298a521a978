/** Holds the one current state: an immutable snapshot, made by the poller, read by every surface. */
@NullMarked
package ircd.health.state;

import org.jspecify.annotations.NullMarked;
