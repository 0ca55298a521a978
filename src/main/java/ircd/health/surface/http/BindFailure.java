package ircd.health.surface.http;

import java.net.BindException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Says why a listener could not be opened; the JDK and Netty's native transport word the kernel's errors alike. */
final class BindFailure {
    private BindFailure() {}

    static BindException of(InetSocketAddress address, @Nullable Throwable cause) {
        String message = cause == null || cause.getMessage() == null ? "cancelled" : cause.getMessage();
        BindException explained =
                new BindException("cannot listen on " + text(address) + ": " + reason(address, message));
        explained.initCause(cause);
        return explained;
    }

    private static String reason(InetSocketAddress address, String message) {
        if (address.isUnresolved()) {
            return "the host name is not known";
        }
        if (message.contains("Address already in use")) {
            return "the port is in use";
        }
        if (message.contains("Permission denied")) {
            return address.getPort() < 1024
                    ? "no permission; a port below 1024 needs root or CAP_NET_BIND_SERVICE"
                    : "no permission";
        }
        if (message.contains("Cannot assign requested address")) {
            return "the address is not one of this host";
        }
        return message;
    }

    private static String text(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
