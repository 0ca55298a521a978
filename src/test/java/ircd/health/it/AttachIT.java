package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The command {@code attach}: the service gets into a JVM that runs already, and who asked for it learns how it went. */
final class AttachIT {
    private static final List<String> OPTIONS = List.of(Hosts.OPTIONS.split(" "));

    /** With which no JVM warns of an agent. */
    private static final String[] FLAGS = {"-XX:+EnableDynamicAgentLoading", "--enable-native-access=ALL-UNNAMED"};

    @TempDir
    private Path folder;

    @Test
    void itRunsInTheHostWithFilesOfTheCallerAndSaysWhereAndTheHostIsAsItWas() throws Exception {
        TestCertificate pair = TestCertificate.make(folder, "a, \"b\"", TestCertificate.Key.EC_PKCS8);
        Files.writeString(folder.resolve("my.conf"), "--cert a, \"b\".crt\n--key=a, \"b\".key\n");
        try (JavaProcess host = Hosts.watchful()) {
            Commands.Result attached = attach(host, more("@my.conf"));
            assertEquals(0, attached.exitCode(), attached.output());
            HealthClient client = new HealthClient(uri(attached.output()));
            assertEquals(503, client.ask().status());
            assertEquals(pair.serial(), client.servedSerial());

            Commands.Result again = attach(host, more("--allow-http"));
            assertEquals(1, again.exitCode());
            assertEquals("ircd-health runs in that JVM already\n", again.output());
            assertEquals(503, client.ask().status());

            assertEquals("", Hosts.changes(host, "attached twice"));
            List<String> second = Hosts.complaints(host);
            assertEquals(1, second.size(), host.output());
            assertTrue(
                    second.get(0).contains("WARNING: ircd-health runs in this JVM already; ignored: "), host.output());

            Hosts.say(host, "exit");
            assertEquals(7, host.awaitEnd());
        }
    }

    @Test
    void whatKeepsItFromRunningIsToldToTheCallerAndOnceToTheHostWhichGoesOn() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                JavaProcess host = Hosts.watchful(FLAGS)) {
            String port = "--listen 127.0.0.1:" + taken.getLocalPort() + ": the port is in use";
            assertEquals(
                    new Commands.Result(1, port + "\n"),
                    attach(host, more("--allow-http", "--listen", "127.0.0.1:" + taken.getLocalPort())));
            assertEquals("", Hosts.changes(host, "port taken"));
            String file = "--cert " + folder.resolve("no.pem") + ": there is no such file";
            Commands.Result certificate = attach(host, more("--cert", "no.pem", "--key", "no.key"));
            assertEquals(1, certificate.exitCode());
            assertTrue(certificate.output().startsWith(file), certificate.output());
            assertEquals(
                    new Commands.Result(2, "@no.conf: no such file\n--mode x: must be live or cached\n"),
                    attach(host, List.of("@no.conf", "--mode", "x", "--allow-http")));

            List<String> said = Hosts.complaints(host);
            assertEquals(2, said.size(), host.output());
            assertTrue(said.get(0).endsWith("does not run: " + port), host.output());
            assertTrue(said.get(1).contains("does not run: " + file), host.output());
            assertEquals("", Hosts.changes(host, "failed"));

            Commands.Result right = attach(host, more("--allow-http"));
            assertEquals(0, right.exitCode(), right.output());
            assertEquals(
                    List.of(),
                    host.lines().stream()
                            .filter(line -> Hosts.OF_THE_JVM.matcher(line).find())
                            .toList());
            assertEquals("", Hosts.changes(host, "attached"));
            assertEquals(0, Hosts.end(host));
        }
    }

    @Test
    @ResourceLock(Ports.DEFAULTS)
    void theWarningsOfTheStartAreToldToTheCallerToo() throws Exception {
        try (ServerSocket taken = new ServerSocket(9679, 1, InetAddress.getLoopbackAddress());
                JavaProcess host = Hosts.watchful(FLAGS)) {
            Commands.Result attached = attach(
                    host, List.of("--listen", "127.0.0.1:0", "--s2s-ports", "none", "--allow-http", "--timeout-ms=1"));
            assertEquals(0, attached.exitCode(), attached.output());
            for (String warning : List.of(
                    "no metrics: 127.0.0.1:" + taken.getLocalPort()
                            + ": the port is in use; --metrics-listen names another",
                    "--timeout-ms 1: raised to 50 milliseconds")) {
                assertTrue(attached.output().contains("\n  warning: " + warning), attached.output());
            }
        }
    }

    @Test
    void aHostThatIsStoppedIsALineAndGoesOnAsItWas() {
        try (JavaProcess host = Hosts.watchful()) {
            Commands.check("kill", "-STOP", Long.toString(host.pid()));
            Commands.Result attached = attach(host, more("--allow-http"));
            Commands.check("kill", "-CONT", Long.toString(host.pid()));
            assertEquals(
                    new Commands.Result(1, host.pid() + ": is stopped, by SIGSTOP or a debugger, and cannot answer\n"),
                    attached);
            assertEquals("", Hosts.changes(host, "stopped"));
            assertEquals(0, Hosts.end(host));
        }
    }

    @Test
    void aHostThatTakesNoAgentIsALineWithTheReason() {
        try (JavaProcess closed = Hosts.watchful("-XX:+DisableAttachMechanism");
                JavaProcess careful = Hosts.watchful("-XX:-EnableDynamicAgentLoading");
                JavaProcess deaf = Hosts.watchful("-Xrs");
                JavaProcess old = Hosts.watchful()) {
            assertRefused(closed, "does not take requests to attach, as with -XX:+DisableAttachMechanism");
            assertRefused(careful, "Dynamic agent loading is not enabled");
            assertRefused(deaf, "it runs with -Xrs");
            Hosts.say(old, "set java.specification.version=11");
            Hosts.changes(old, "aged");
            assertRefused(old, "is Java 11; ircd-health needs 17 or later");
        }
    }

    @Test
    void aJavaThatCannotAttachIsALine() throws Exception {
        List<String> command = new ArrayList<>(command(1, OPTIONS));
        command.addAll(
                1,
                List.of("--limit-modules", "java.logging,java.management.rmi,jdk.httpserver,jdk.jfr,jdk.management"));
        command.add("--allow-http");
        command.set(command.indexOf("1"), Long.toString(ProcessHandle.current().pid()));
        Commands.Result result = Commands.run(command);
        assertEquals(1, result.exitCode());
        assertTrue(result.output().endsWith("lacks the module jdk.attach, which every JDK has\n"), result.output());
        assertEquals(1, result.output().lines().count(), result.output());
    }

    /** The host is the service itself, which takes no second one, in a process that is not ours. */
    @Test
    void rootReachesTheJvmOfAnotherUserAndNobodyElseDoes() throws Exception {
        Daemons.requireRoot();
        Path open = Files.createTempDirectory("ircd-health-it-");
        Path jar = Files.copy(Path.of(JavaProcess.jar()), open.resolve("copy.jar"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (JavaProcess theirs = new JavaProcess(Daemons.unprivileged(List.of()), serving(jar));
                JavaProcess ours = Hosts.watchful()) {
            URI uri = URI.create(theirs.await(ServiceProcess.LISTENING, Hosts.SOON));
            Commands.Result root = attach(jar, theirs.pid(), List.of());
            assertEquals(1, root.exitCode(), root.output());
            assertEquals("ircd-health runs in that JVM already\n", root.output());
            assertEquals(503, new HealthClient(uri).ask().status());
            theirs.await(
                    Pattern.compile("(WARNING ircd-health runs in this JVM already; ignored: --listen)"), Hosts.SOON);
            assertTrue(!theirs.output().contains("SEVERE"), theirs.output());

            Commands.Result other = attach(jar, ours.pid(), Daemons.unprivileged(List.of()));
            assertEquals(1, other.exitCode(), other.output());
            assertEquals(ours.pid() + ": is another user's; attach as the user that it runs as\n", other.output());
        } finally {
            Files.delete(jar);
            Files.delete(open);
        }
    }

    private static List<String> serving(Path jar) {
        List<String> command = new ArrayList<>(List.of("-jar", jar.toString(), "--allow-http"));
        command.addAll(OPTIONS);
        return command;
    }

    private static Commands.Result attach(Path jar, long pid, List<String> before) {
        List<String> command = new ArrayList<>(before);
        command.addAll(command(pid, more("--allow-http")));
        command.set(command.indexOf(JavaProcess.jar()), jar.toString());
        return Commands.run(command);
    }

    private void assertRefused(JavaProcess host, String why) {
        Commands.Result result = attach(host, more("--allow-http"));
        assertEquals(1, result.exitCode(), result.output());
        assertTrue(
                result.output().startsWith(host.pid() + ": ") && result.output().contains(why), result.output());
        assertEquals(1, result.output().lines().count(), result.output());
        assertEquals(0, Hosts.end(host));
    }

    /** In our folder. */
    private Commands.Result attach(JavaProcess host, List<String> options) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", folder.toString()));
        command.addAll(command(host.pid(), options));
        return Commands.run(command);
    }

    private static List<String> command(long pid, List<String> options) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-jar", JavaProcess.jar(), "attach", Long.toString(pid)));
        command.addAll(options);
        return command;
    }

    private static List<String> more(String... options) {
        List<String> all = new ArrayList<>(OPTIONS);
        all.addAll(List.of(options));
        return all;
    }

    private static URI uri(String output) {
        Matcher found = ServiceProcess.LISTENING.matcher(output);
        assertTrue(found.find(), output);
        return URI.create(found.group(1));
    }
}
