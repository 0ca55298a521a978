package ircd.health;

import ircd.health.surface.jmx.remote.RemoteFileException;
import ircd.health.surface.jmx.remote.RemoteJmx;
import ircd.health.surface.jmx.remote.RemoteSettings;
import ircd.health.tls.TlsSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.management.MBeanServer;
import org.jspecify.annotations.Nullable;

/** Starts remote JMX as the configuration says. */
final class RemoteJmxStart {
    private RemoteJmxStart() {}

    /** @throws StartException in one line, what is wrong and what to do */
    static RemoteJmx start(Config.Jmx config, @Nullable TlsSockets tls, MBeanServer server) throws StartException {
        InetSocketAddress address = config.listen().resolve();
        try {
            return RemoteJmx.start(
                    new RemoteSettings(address, config.advertised(), config.passwordFile(), config.accessFile()),
                    tls,
                    server);
        } catch (RemoteFileException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new StartException("--jmx-listen " + config.listen() + ": " + BindFailure.explain(address, e));
        }
    }

    static String describe(Config.Jmx config, RemoteJmx remote, boolean tls) {
        String who = config.passwordFile() == null ? "read-only, no password" : "with password";
        String operators = config.accessFile() == null && config.passwordFile() != null ? ", read-only" : "";
        return "remote JMX on "
                + new HostPort(config.advertised(), remote.address().getPort())
                + " (" + (tls ? "TLS, " : "no TLS, ") + who + operators + ")";
    }
}
