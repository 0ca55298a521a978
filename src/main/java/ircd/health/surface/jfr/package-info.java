/** Tells Java Flight Recorder what happened, so that a recording of a running service holds last night's story. */
@NullMarked
package ircd.health.surface.jfr;

import org.jspecify.annotations.NullMarked;
