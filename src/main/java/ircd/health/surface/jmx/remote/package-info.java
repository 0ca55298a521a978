/**
 * Remote JMX on one port: what the JDK's own agent does, without a system property of the whole JVM, with a
 * certificate that is reloaded, and with far less allowed.
 */
@NullMarked
package ircd.health.surface.jmx.remote;

import org.jspecify.annotations.NullMarked;
