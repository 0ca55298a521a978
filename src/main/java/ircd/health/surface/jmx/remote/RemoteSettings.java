package ircd.health.surface.jmx.remote;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where remote JMX listens, and whom it lets in.
 *
 * @param listen port 0 takes a free one
 * @param advertised the host that clients are told to connect to, under the port of {@code listen}
 * @param passwordFile who may read, in the JDK's format; null: everybody who reaches the port
 * @param accessFile who of them may operate, in the JDK's format; null: nobody
 */
public record RemoteSettings(
        InetSocketAddress listen, String advertised, @Nullable Path passwordFile, @Nullable Path accessFile) {
    public RemoteSettings {
        requireNonNull(listen, "listen is null");
        requireNonNull(advertised, "advertised is null");
        if (accessFile != null && passwordFile == null) {
            throw new IllegalArgumentException("accessFile without passwordFile");
        }
    }
}
