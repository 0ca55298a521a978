/** Two tiny stand-ins for IRC daemons, linked to each other, for a newcomer's first minute. No IRC server. */
@NullMarked
package ircd.health.demo;

import org.jspecify.annotations.NullMarked;
