/**
 * Certificate and key: from the PEM files that ACME clients and openssl write to objects that a TLS listener takes, and
 * again whenever the files change.
 */
@NullMarked
package ircd.health.tls;

import org.jspecify.annotations.NullMarked;
