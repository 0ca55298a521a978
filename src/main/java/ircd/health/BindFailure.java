package ircd.health;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Says why a listener could not be opened; the JDK and Netty's native transport word the kernel's errors alike. */
final class BindFailure {
    private BindFailure() {}

    static String explain(InetSocketAddress address, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        if (address.isUnresolved()) {
            return address.getHostString().equals("*")
                    ? "unknown host; all addresses of this host are 0.0.0.0, or [::] with those of IPv6"
                    : "unknown host";
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
}
