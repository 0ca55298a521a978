/** Decides: (previous, observation, now) to next. Pure functions; no I/O, no clock, no threads. */
@NullMarked
package ircd.health.verdict;

import org.jspecify.annotations.NullMarked;
