package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/** Native libraries for two kinds of machines; every other platform, and every obstacle, falls back to the JDK's own. */
final class PlatformIT {
    private static final String OBSTACLE = "the native libraries cannot be loaded (";
    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;

    @TempDir
    private Path folder;

    @Test
    void theJarHasTheNativeLibrariesOfBothMachinesAndNoOthers() throws IOException {
        Map<String, Integer> machines = new TreeMap<>();
        try (JarFile jar = new JarFile(JavaProcess.jar())) {
            for (var entry : jar.stream()
                    .filter(e -> e.getName().matches("META-INF/native/.+"))
                    .toList()) {
                try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
                    in.skipNBytes(18); // e_machine of the ELF header, the lower byte first
                    machines.put(
                            entry.getName().substring("META-INF/native/libircd_health_shaded_netty_".length()),
                            in.read());
                }
            }
        }
        assertEquals(
                Map.of(
                        "transport_native_epoll_x86_64.so", X86_64,
                        "transport_native_epoll_aarch_64.so", AARCH64,
                        "tcnative_linux_x86_64.so", X86_64,
                        "tcnative_linux_aarch_64.so", AARCH64),
                machines);
    }

    @Test
    void anotherSystemHasTheJdksSocketsAndTlsAndNoTables() throws IOException {
        Path noTables = Files.createDirectory(folder.resolve("empty"));
        try (ServiceProcess service = start(
                List.of("-Dos.name=FreeBSD"), List.of(), "--proc-net", noTables.toString(), "--s2s-ports", "4497")) {
            assertServesByTheJdk(service);
            assertTrue(service.output().contains("this system has no /proc/net/tcp: server links cannot be seen"));
            assertTrue(!service.output().contains(OBSTACLE), service.output());
            service.process().await(Pattern.compile("(ClientValid: false \\(refused\\))"), Hosts.SOON);
        }
    }

    /** Later versions of Java believe the property themselves, and crash. */
    @Test
    @EnabledForJreRange(maxVersion = 21)
    void anotherMachineHasTheJdksSocketsAndTls() throws IOException {
        try (ServiceProcess service = start(List.of("-Dos.arch=riscv64"), List.of())) {
            assertServesByTheJdk(service);
            assertTrue(!service.output().contains(OBSTACLE), service.output());
        }
    }

    /** {@code /proc/self} is a directory in which nobody can make a file. */
    @Test
    void whereTheLibrariesCannotBeUnpackedItSaysSoOnceAndGoesOnWithoutThem() throws IOException {
        try (ServiceProcess service = start(List.of("-Djava.io.tmpdir=/proc/self"), List.of())) {
            assertServesByTheJdk(service);
            assertSaysOnce(service, OBSTACLE + "NoSuchFileException: ");
        }
    }

    /** Which the build puts beside the jar that all the other tests run. */
    @Test
    void withoutAwsLcBesideItBoringSslItselfSignsByAnRsaKey() throws IOException {
        TestCertificate pair = TestCertificate.make(folder, "rsa", TestCertificate.Key.RSA_PKCS8);
        Path alone = Files.copy(Path.of(JavaProcess.jar()), folder.resolve("ircd-health.jar"));
        List<String> arguments = new ArrayList<>(List.of("-jar", alone.toString()));
        arguments.addAll(List.of(Hosts.OPTIONS.split(" ")));
        arguments.addAll(List.of("--cert=" + pair.certificate(), "--key=" + pair.key()));
        try (JavaProcess service = new JavaProcess(arguments)) {
            URI uri = URI.create(service.await(ServiceProcess.LISTENING, Hosts.SOON));
            assertTrue(service.output().contains("(epoll, BoringSSL)"), service.output());
            assertShakesHands(uri);
            assertEquals(503, new HealthClient(uri).ask().status());
        }
    }

    /** Tried again and again, as by systemd, such a start would fill the disk. */
    @RepeatedTest(3)
    void aStartThatFailsLeavesNoLibraryBehind() throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        try (JavaProcess service = new JavaProcess(List.of(
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                JavaProcess.jar(),
                "--cert",
                "/no/cert",
                "--key",
                "/no/key"))) {
            assertEquals(1, service.awaitEnd(), service.output());
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void whereTheLibrariesCannotBeRunItSaysSoOnceAndGoesOnWithoutThem() throws IOException {
        Daemons.requireRoot();
        Path mount = Files.createDirectory(folder.resolve("noexec"));
        List<String> before = List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o noexec none \"$0\" && exec \"$@\"",
                mount.toString());
        try (ServiceProcess service = start(List.of("-Djava.io.tmpdir=" + mount), before)) {
            assertServesByTheJdk(service);
            assertSaysOnce(service, OBSTACLE + "UnsatisfiedLinkError: failed to map segment from shared object)");
        }
    }

    private ServiceProcess start(List<String> jvmOptions, List<String> before, String... more) {
        TestCertificate pair = TestCertificate.make(folder, "a", TestCertificate.Key.EC_PKCS8);
        List<String> arguments = new ArrayList<>(List.of("--mode", "cached"));
        arguments.addAll(List.of(more));
        return ServiceProcess.serving(jvmOptions, pair, before, arguments.toArray(String[]::new));
    }

    private static void assertServesByTheJdk(ServiceProcess service) throws IOException {
        Engine.JDK.assertUsedBy(service);
        assertShakesHands(service.uri());
        assertEquals(503, service.health().status());
    }

    private static void assertShakesHands(URI uri) throws IOException {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            try (Socket socket =
                    AnyCertificate.newContext().getSocketFactory().createSocket(uri.getHost(), uri.getPort())) {
                SSLSocket tls = (SSLSocket) socket;
                tls.setEnabledProtocols(new String[] {protocol});
                tls.startHandshake();
                assertEquals(protocol, tls.getSession().getProtocol());
            }
        }
    }

    private static void assertSaysOnce(ServiceProcess service, String words) {
        List<String> said =
                service.lines().stream().filter(line -> line.contains("native")).toList();
        assertEquals(1, said.size(), service.output());
        assertTrue(said.get(0).contains(words), service.output());
    }
}
