package ircd.health.it;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * HAProxy with the documentation's configuration before two servers: on each an IRC daemon that has a link of its own,
 * and ircd-health with TLS. (Linked with each other they would lose the same link, and both be out.) Not for use by
 * several threads.
 */
final class HaProxyPool implements AutoCloseable {
    private static final String HERE = "127.0.0.1";

    /** Two polls in cached mode, a stable link, the checks of HAProxy; and as much again for a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(30);

    /** One poll and the checks, and as much again. No longer: in time, probes fill the queue of a frozen ngIRCd. */
    private static final Duration AT_ONCE = Duration.ofSeconds(18);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Path home;
    private final int port;
    private final List<Member> members;
    private final HaProxy haproxy;

    /** One server of the pool, by the name that it has in the documentation. */
    record Member(String name, LinkedDaemons daemons, ServiceProcess service, Path maintenanceFile) {
        Member {
            requireNonNull(name, "name is null");
            requireNonNull(daemons, "daemons is null");
            requireNonNull(service, "service is null");
            requireNonNull(maintenanceFile, "maintenanceFile is null");
        }

        IrcDaemon daemon() {
            return daemons.hub();
        }
    }

    /** Blocks until both servers are up, and have been found so by HAProxy. Closes the second's daemons, not the first's. */
    HaProxyPool(LinkedDaemons first, LinkedDaemons second) {
        parts.push(second);
        try {
            home = Files.createTempDirectory("ircd-health-it-");
            parts.push(this::deleteHome);
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
            Daemons.handOver(home);
            TestCertificate certificate = TestCertificate.make(home, "test", TestCertificate.Key.EC_SEC1);
            members = List.of(member("leaf1", first, certificate), member("leaf2", second, certificate));
            port = new Ports().free(HERE);
            haproxy = haproxy(certificate);
            parts.push(haproxy);
            members.forEach(this::awaitUp);
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private Member member(String name, LinkedDaemons daemons, TestCertificate certificate) {
        daemons.startLinked();
        Path maintenanceFile = home.resolve(name + ".drained");
        ServiceProcess service = ServiceProcess.watching(
                daemons,
                "--cert",
                certificate.certificate().toString(),
                "--key",
                certificate.key().toString(),
                "--maintenance-file",
                maintenanceFile.toString(),
                "--mode",
                "cached",
                "--poll-interval",
                "5",
                "--stable-duration",
                "2");
        parts.push(service);
        return new Member(name, daemons, service, maintenanceFile);
    }

    private HaProxy haproxy(TestCertificate certificate) {
        Path socket = home.resolve("admin.sock");
        DocSnippet snippet = DocSnippet.of("HAProxy", "haproxy")
                .with("/run/haproxy/admin.sock", socket)
                .with("bind :6667", "bind " + HERE + ":" + port)
                .with("irc.example.org", "localhost")
                .with("/etc/ssl/certs/ca-certificates.crt", certificate.certificate());
        for (Member member : members) {
            int number = members.indexOf(member) + 1;
            String address = HERE + ":" + member.daemon().clientPort();
            snippet = snippet.with("192.0.2." + number + ":6667", address)
                    .with(
                            address + " check port 8443",
                            address + " check port " + member.service().uri().getPort());
        }
        return new HaProxy(snippet.writeTo(home.resolve("haproxy.cfg")), socket);
    }

    Member first() {
        return members.get(0);
    }

    Member second() {
        return members.get(1);
    }

    /** Registers through HAProxy with whichever daemon it chooses. */
    OperClient client() {
        OperClient client = new OperClient(HERE, port);
        parts.push(client);
        return client;
    }

    /** As {@link #client()}, again until HAProxy has chosen this one. */
    OperClient clientOf(Member member) {
        for (int attempt = 0; attempt < 3; attempt++) {
            int before = seen(member).sessions();
            OperClient client = client();
            if (seen(member).sessions() > before) {
                return client;
            }
        }
        throw new AssertionError("HAProxy never chose " + member.name());
    }

    HaProxy.Server seen(Member member) {
        return haproxy.server("irc", member.name());
    }

    /** Connections that it has because no server was up. */
    int sessionsInSpiteOfAll(Member member) {
        return haproxy.server("irc-split", member.name()).sessions();
    }

    void awaitUp(Member member) {
        await(
                member,
                "up",
                SOON,
                () -> seen(member).isUp() && seen(member).check().equals("L7OK/200"));
    }

    void awaitDown(Member member) {
        await(member, "down", AT_ONCE, () -> seen(member).isDown());
    }

    private void await(Member member, String what, Duration atMost, Callable<Boolean> condition) {
        Await.until(
                member.name() + " is " + what,
                atMost,
                condition,
                () -> seen(member) + "\n" + haproxy.output() + "\n"
                        + member.service().output());
    }

    private void deleteHome() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
