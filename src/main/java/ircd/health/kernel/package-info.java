/** What the operating system says: its clocks, its TCP socket tables, and whether a TCP connect completes. */
@NullMarked
package ircd.health.kernel;

import org.jspecify.annotations.NullMarked;
