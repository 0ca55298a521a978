/** Observes: what the client port and the socket tables show now, as plain values. A failure is a value too. */
@NullMarked
package ircd.health.check;

import org.jspecify.annotations.NullMarked;
