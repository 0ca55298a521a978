/** Shows the state to people with a browser and no Grafana: one page, made anew for every request. For inside only. */
@NullMarked
package ircd.health.surface.page;

import org.jspecify.annotations.NullMarked;
