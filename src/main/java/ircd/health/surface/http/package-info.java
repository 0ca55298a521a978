/**
 * The public endpoint. One connection's way through it:
 *
 * <pre>
 * AcceptGate (Admission: bounds)  →  TlsRecordGuard → SslHandler (TLS only)  →  Connection (Deadline, RequestHead, Answers)
 * </pre>
 *
 * Everything that a client can send is answered with one of the constants in {@link ircd.health.surface.http.Answers}
 * or with a silent close; nothing that a client does is logged above DEBUG.
 */
@NullMarked
package ircd.health.surface.http;

import org.jspecify.annotations.NullMarked;
