package ircd.health.it;

import java.util.List;

/** The two implementations of TLS in the jar. */
enum Engine {
    BORINGSSL("(epoll, BoringSSL"),
    JDK("(NIO, JDK TLS)");

    private final String said;

    Engine(String said) {
        this.said = said;
    }

    /** The jar itself has no switch: these are Netty's own properties under the names that the build gives them. */
    List<String> jvmOptions() {
        return this == BORINGSSL
                ? List.of()
                : List.of(
                        "-Dircd.health.shaded.io.netty.handler.ssl.noOpenSsl=true",
                        "-Dircd.health.shaded.io.netty.transport.noNative=true");
    }

    /** Fails unless this is the engine that the service says it uses. */
    void assertUsedBy(ServiceProcess service) {
        if (!service.output().contains(said)) {
            throw new AssertionError("not " + said + ":\n" + service.output());
        }
    }
}
