/** Integration tests: real IRC daemons, linked to each other, and the built jar as a process beside them. */
@NullMarked
package ircd.health.it;

import org.jspecify.annotations.NullMarked;
