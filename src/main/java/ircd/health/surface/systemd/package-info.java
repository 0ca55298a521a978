/** What systemd, or another service manager that speaks sd_notify(3), is told of the service. */
@NullMarked
package ircd.health.surface.systemd;

import org.jspecify.annotations.NullMarked;
