package ircd.health.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/** Hosts of the agent that have something of their own which it could spoil. */
final class GuestIT {
    private static final String HTTP = Hosts.OPTIONS + " --allow-http";
    private static final Pattern DOES_NOT_RUN = Pattern.compile("(ircd-health does not run.*)");

    @TempDir
    private Path folder;

    @Test
    void aHostWithOtherVersionsOfOurLibrariesUsesThemAllTheWhile() throws Exception {
        TestCertificate pair = TestCertificate.make(folder, "a", TestCertificate.Key.EC_PKCS8);
        String https = Hosts.OPTIONS + " --cert " + pair.certificate() + " --key " + pair.key();
        String classPath = String.join(
                File.pathSeparator, Hosts.testClasses(), System.getProperty("host.libraries") + File.separator + "*");
        try (JavaProcess host =
                Hosts.start(classPath, LibraryHost.class, List.of(Hosts.agent(https)), "--greeting", "hello")) {
            int port = Integer.parseInt(host.await(Pattern.compile("greets on port (\\d+)"), Hosts.SOON));
            assertEquals("hello", greeting(port));
            HealthClient client = new HealthClient(URI.create(host.await(ServiceProcess.LISTENING, Hosts.SOON)));
            assertEquals(503, client.ask().status());
            assertTrue(host.output().contains("(epoll, BoringSSL)"), host.output());
            String page = new HealthClient(URI.create(host.await(ServiceProcess.METRICS, Hosts.SOON)))
                    .ask()
                    .body();
            assertTrue(page.contains("ircd_health_routable 0.0") && !page.contains("greeted"), page);

            assertEquals("hello", greeting(port));
            Hosts.say(host, "");
            String libraries = host.await(Pattern.compile("libraries: (.*)"), Hosts.SOON);
            assertTrue(
                    libraries.matches("jcommander-1\\S+ simpleclient-0\\.9\\S+ netty-all-4\\.1\\S+"
                            + ", epoll true, TLS true, metrics \\[greeted_total 2.0]"),
                    libraries);
            assertEquals(503, client.askAnew().status());
            assertEquals(0, Hosts.end(host), host.output());
        }
    }

    @Test
    void aModularHostLearnsWhichModulesToAddAndServesWithThem() throws IOException {
        Path module = modularHost();
        String modules;
        try (JavaProcess without = modular(module)) {
            String line = without.await(DOES_NOT_RUN, Hosts.SOON);
            assertTrue(line.contains("this JVM runs without modules that it needs; add --add-modules "), line);
            modules = line.substring(line.lastIndexOf(' ') + 1);
            assertEquals(0, Hosts.end(without));
        }
        try (JavaProcess with = modular(module, "--add-modules", modules)) {
            URI health = URI.create(with.await(ServiceProcess.LISTENING, Hosts.SOON));
            assertEquals(503, new HealthClient(health).ask().status());
            URI metrics = URI.create(with.await(ServiceProcess.METRICS, Hosts.SOON));
            assertEquals(200, new HealthClient(metrics).ask().status());
            assertEquals(0, Hosts.end(with));
            assertEquals(List.of(), Hosts.complaints(with));
        }
    }

    /** Requires nothing but java.base. */
    private Path modularHost() throws IOException {
        Path source =
                Files.createDirectories(folder.resolve("source/guest/host")).resolve("Host.java");
        Files.writeString(
                source,
                """
                package guest.host;

                public final class Host {
                    public static void main(String[] arguments) throws java.io.IOException {
                        while (System.in.read() >= 0) {}
                    }
                }
                """);
        Path info = Files.writeString(folder.resolve("source/module-info.java"), "module guest.host {}");
        Path module = folder.resolve("module");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", module.toString(), source.toString(), info.toString());
        assertEquals(0, status);
        return module;
    }

    private static JavaProcess modular(Path module, String... options) {
        List<String> command = new ArrayList<>(List.of(options));
        command.addAll(List.of(Hosts.agent(HTTP), "-p", module.toString(), "-m", "guest.host/guest.host.Host"));
        return new JavaProcess(command);
    }

    @Test
    void aHostWhoseLogIsConfiguredGetsOurLinesThereAndKeepsItsConfiguration() throws Exception {
        Path log = folder.resolve("host.log");
        Path configuration = Files.writeString(
                folder.resolve("logging.properties"),
                "handlers=java.util.logging.FileHandler\njava.util.logging.FileHandler.pattern=" + log
                        + "\njava.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter\n");
        try (JavaProcess host = Hosts.watchful(Hosts.agent(HTTP), "-Djava.util.logging.config.file=" + configuration)) {
            Await.until(
                    "our line in the host's log",
                    Hosts.SOON,
                    () -> Files.exists(log) && Files.readString(log).contains("listening on http://"));
            assertEquals("", Hosts.changes(host, "started"));
            assertEquals(0, Hosts.end(host));
            assertTrue(!host.output().contains("listening on"), host.output());
        }
    }

    @Test
    void aHostWithALoggerFinderOfItsOwnGetsOurLinesThere() throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(System.LoggerFinder.class.getName()), HostLoggerFinder.class.getName());
        String classPath = Hosts.testClasses() + File.pathSeparator + folder;
        try (JavaProcess host = Hosts.start(classPath, HostMain.class, List.of(Hosts.agent(HTTP)))) {
            host.await(Pattern.compile("host log: INFO (listening on http://.*)"), Hosts.SOON);
            assertEquals(0, Hosts.end(host));
            assertEquals(
                    List.of(),
                    host.lines().stream()
                            .filter(line -> line.contains("ircd-health ") && !line.startsWith("host log: "))
                            .toList());
        }
    }

    @Test
    void itServesTogetherWithThePrometheusAgentInEitherOrder() throws Exception {
        Ports ports = new Ports();
        List<Integer> free = List.of(ports.free("127.0.0.1"), ports.free("127.0.0.1"));
        List<String> exporters = free.stream()
                .map(port -> Hosts.agent(System.getProperty("jmx.agent.jar"), "127.0.0.1:" + port + ":jmx-config.yml"))
                .toList();
        try (JavaProcess before = Hosts.watchful(Hosts.agent(HTTP), exporters.get(0));
                JavaProcess after = Hosts.watchful(exporters.get(1), Hosts.agent(HTTP))) {
            for (JavaProcess host : List.of(before, after)) {
                String metrics = host.await(ServiceProcess.METRICS, Hosts.SOON);
                int exporter = free.get(host == before ? 0 : 1);
                for (String uri : List.of(metrics, "http://127.0.0.1:" + exporter + "/metrics")) {
                    String page = new HealthClient(URI.create(uri)).ask().body();
                    assertTrue(page.contains("ircd_health_routable 0.0"), uri + "\n" + page + host.output());
                }
                assertEquals(0, Hosts.end(host));
            }
        }
    }

    @Test
    void aSecondJarAtAnotherPathSaysSoAndDoesNothing() throws Exception {
        Path copy = Files.copy(Path.of(JavaProcess.jar()), folder.resolve("copy.jar"));
        try (JavaProcess host =
                Hosts.watchful(Hosts.agent(HTTP), Hosts.agent(copy.toString(), HTTP + " --mode live"))) {
            URI health = URI.create(host.await(ServiceProcess.LISTENING, Hosts.SOON));
            host.await(Pattern.compile("(runs in this JVM already; ignored: --listen)"), Hosts.SOON);
            assertEquals(503, new HealthClient(health).ask().status());
            assertEquals(
                    1,
                    host.lines().stream()
                            .filter(said -> said.contains("listening on"))
                            .count());
            assertEquals(0, Hosts.end(host));
        }
    }

    @Test
    void aHostWithLittleMemoryThatEndsByItselfIsNotKept() {
        try (JavaProcess host = Hosts.watchful("-Xmx16m", "-XX:+UseSerialGC", Hosts.agent(HTTP))) {
            URI health = URI.create(host.await(ServiceProcess.LISTENING, Hosts.SOON));
            assertEquals(503, new HealthClient(health).ask().status());
            assertEquals(
                    200,
                    new HealthClient(URI.create(host.await(ServiceProcess.METRICS, Hosts.SOON)))
                            .ask()
                            .status());
            Hosts.say(host, "exit");
            assertEquals(7, host.awaitEnd());
        }
    }

    /** Java 24 and later have none. */
    @Test
    @EnabledForJreRange(maxVersion = 23)
    void aSecurityManagerThatRefusesIsOneLineAndTheHostGoesOn() throws IOException {
        Path policy = Files.writeString(
                folder.resolve("policy"),
                "grant codeBase \"file:" + Hosts.testClasses() + "\" { permission java.security.AllPermission; };");
        try (JavaProcess host =
                Hosts.watchful(Hosts.agent(HTTP), "-Djava.security.manager", "-Djava.security.policy=" + policy)) {
            String line = host.await(DOES_NOT_RUN, Hosts.SOON);
            assertTrue(line.contains("AccessControlException"), line);
            assertEquals("", Hosts.changes(host, "refused"));
            assertEquals(0, Hosts.end(host));
        }
    }

    private static String greeting(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
