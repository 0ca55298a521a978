/**
 * Judges, from outside, whether an IRC server takes clients and is linked to its network, and tells load balancers,
 * operators and dashboards. One direction throughout, kept true by {@code ArchitectureTest}:
 *
 * <pre>
 * kernel (/proc, TCP)  ->  check (observe)  ->  verdict (pure)  ->  state (snapshot, poller)  ->  surface (http, jmx, prometheus, page, systemd)
 * </pre>
 *
 * This package wires the rooms together; {@code tls} brings the certificate, {@code demo} two stand-ins for daemons.
 */
@NullMarked
package ircd.health;

import org.jspecify.annotations.NullMarked;
