/** Shows the state to Prometheus: collectors on a registry of our own, behind a small HTTP server of its own. */
@NullMarked
package ircd.health.surface.prometheus;

import org.jspecify.annotations.NullMarked;
