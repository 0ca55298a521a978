/** Shows the state to JMX clients: registered MXBeans with descriptions, units and notifications. */
@NullMarked
package ircd.health.surface.jmx;

import org.jspecify.annotations.NullMarked;
