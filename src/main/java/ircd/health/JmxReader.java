package ircd.health;

import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks the options of remote JMX: what could let strangers in is a mistake. */
final class JmxReader {
    private final Options options;
    private final Mistakes mistakes;

    private JmxReader(Options options, Mistakes mistakes) {
        this.options = options;
        this.mistakes = mistakes;
    }

    /** Null: no remote JMX. */
    static Config.@Nullable Jmx read(Options options, Mistakes mistakes) {
        return new JmxReader(options, mistakes).read();
    }

    private Config.@Nullable Jmx read() {
        Path passwords = path("--jmx-password-file", options.jmxPasswordFile);
        Path access = path("--jmx-access-file", options.jmxAccessFile);
        if (options.jmxAccessFile != null && options.jmxPasswordFile == null) {
            mistakes.add(
                    "--jmx-access-file",
                    options.jmxAccessFile,
                    "needs --jmx-password-file, or nobody can prove to be one of its names");
        }
        if (options.jmxListen == null) {
            requireListen("--jmx-advertise", options.jmxAdvertise);
            requireListen("--jmx-password-file", options.jmxPasswordFile);
            return null;
        }
        HostPort listen = new Value("--jmx-listen", options.jmxListen, mistakes).hostPort();
        if (HostPort.parse(options.jmxListen).isPresent()) {
            requireSafety(options.jmxListen, listen.resolve().getAddress());
        }
        String advertised = options.jmxAdvertise;
        return new Config.Jmx(
                listen,
                advertised == null ? listen.host() : new Value("--jmx-advertise", advertised, mistakes).host(),
                passwords,
                access);
    }

    private void requireListen(String option, @Nullable String value) {
        if (value != null) {
            mistakes.add(option, value, "needs --jmx-listen, the port of remote JMX");
        }
    }

    /** @param address null: a name without address, which fails later */
    private void requireSafety(String listen, @Nullable InetAddress address) {
        if (address == null || address.isLoopbackAddress()) {
            return;
        }
        String orLoopback = ", or listen on loopback (127.0.0.1:7199) and come by ssh -L";
        if (options.jmxPasswordFile == null) {
            mistakes.add("--jmx-listen", listen, "beyond loopback it needs --jmx-password-file" + orLoopback);
        }
        if (options.cert == null) {
            mistakes.add("--jmx-listen", listen, "beyond loopback it needs TLS: give --cert and --key" + orLoopback);
        }
        if (address.isAnyLocalAddress() && options.jmxAdvertise == null) {
            mistakes.add("--jmx-listen", listen, "needs --jmx-advertise HOST, by which clients reach this host");
        }
    }

    private @Nullable Path path(String option, @Nullable String text) {
        return text == null ? null : new Value(option, text, mistakes).path();
    }
}
