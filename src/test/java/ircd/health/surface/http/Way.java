package ircd.health.surface.http;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.OpenSsl;

/** The four ways in which the endpoint can be reached; the same tests run over all of them. */
enum Way {
    NIO_PLAIN(false, false),
    NIO_JDK_TLS(false, true),
    EPOLL_PLAIN(true, false),
    EPOLL_BORINGSSL(true, true);

    final boolean isNative;
    final boolean tls;

    Way(boolean isNative, boolean tls) {
        this.isNative = isNative;
        this.tls = tls;
    }

    void assumeAvailable() {
        assumeTrue(!isNative || (Epoll.isAvailable() && OpenSsl.isAvailable()), "no native transport here");
    }
}
