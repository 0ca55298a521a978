package ircd.health.surface.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ircd.health.surface.http.LiveFiles.Issue;
import ircd.health.tls.CertificateReloader;
import ircd.health.tls.Openssl;
import ircd.health.tls.Warnings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The files are replaced a thousand times, well and badly, while clients connect without pause. The checks are made
 * here, after each change: nothing waits. {@link QuietLog} fails it when a BoringSSL context is never released.
 */
@ExtendWith(QuietLog.class)
@Isolated
final class ReloadUnderFireIT {
    @TempDir
    static Path made;

    static final List<Issue> ISSUES = new ArrayList<>();

    @TempDir
    Path folder;

    private final Endpoints endpoints = new Endpoints();
    private final List<String> warnings = new ArrayList<>();

    @BeforeAll
    static void makePairs() throws Exception {
        Openssl openssl = Openssl.in(made);
        for (int i = 0; i < 3; i++) {
            ISSUES.add(Issue.make(openssl, "ec" + i, "ec -pkeyopt ec_paramgen_curve:P-256"));
        }
        ISSUES.add(Issue.make(openssl, "rsa", "rsa:2048"));
    }

    @ParameterizedTest
    @CsvSource({"EPOLL_BORINGSSL, 1000", "NIO_JDK_TLS, 200"})
    void noRequestFails(Way way, int replacements) throws Exception {
        way.assumeAvailable();
        LiveFiles live = LiveFiles.in(folder);
        Issue served = ISSUES.get(0);
        live.put(served);
        List<Renewal> renewals = Renewal.possible(live);
        try (PublicEndpoint endpoint = PublicEndpoint.start(
                        endpoints.settings(way), served.pair(), endpoints.source, endpoints.stats);
                FreshClients clients = new FreshClients(endpoint.address())) {
            CertificateReloader reloader = reloader(live, served, endpoint);
            Random random = new Random(4);
            int replaced = 0;
            int renewed = 0;
            long descriptors = 0;
            while (replaced < replacements) {
                Renewal renewal = renewals.get(random.nextInt(renewals.size()));
                Issue next = ISSUES.get((ISSUES.indexOf(served) + 1 + random.nextInt(ISSUES.size() - 1)) % 4);
                for (int i = 0; i < renewal.steps().size(); i++) {
                    String where = "replacement " + replaced + ", " + renewal + " step " + i;
                    boolean whole = i == renewal.steps().size() - 1;
                    int failed = warnings.size();
                    renewal.steps().get(i).take(live, next);
                    reloader.check(later());
                    reloader.check(later());

                    assertEquals((whole ? next : served).subject(), subject(endpoint), where);
                    assertEquals(failed + (whole ? 0 : 1), warnings.size(), () -> where + ": " + warnings);
                    assertEquals(warnings.size(), reloader.status().reloadFailureCount(), where);
                    assertEquals(whole, reloader.status().lastReloadSucceeded(), where);
                    replaced++;
                }
                served = next;
                assertEquals(++renewed, reloader.status().reloadCount());
                if (replaced >= 100 && descriptors == 0) {
                    descriptors = descriptors();
                }
            }
            clients.end();
            assertEquals(List.of(), clients.failures());
            assertTrue(clients.answered() > replacements, () -> clients.answered() + " requests");
            assertTrue(descriptors() <= descriptors + 8, descriptors + " file descriptors became " + descriptors());
        }
        assertEquals(0, endpoints.stats.handshakeFailures());
    }

    private CertificateReloader reloader(LiveFiles live, Issue served, PublicEndpoint endpoint) {
        return new CertificateReloader(
                live.cert(),
                live.key(),
                served.pair(),
                endpoint::replaceCertificate,
                new Warnings(warnings),
                InstantSource.system());
    }

    /** So that files just written count as at rest, and only their stamps tell of the next change. */
    private static Instant later() {
        return Instant.now().plusSeconds(10);
    }

    private static String subject(PublicEndpoint endpoint) throws IOException {
        try (SSLSocket socket = Client.handshake(Client.connect(endpoint.address(), null), endpoint.address())) {
            return socket.getSession().getPeerPrincipal().getName();
        }
    }

    private static long descriptors() throws IOException {
        Path all = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(all));
        try (Stream<Path> open = Files.list(all)) {
            return open.count();
        }
    }
}
