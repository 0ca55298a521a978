package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void badInputEndsWithTwoAndALineForEachMistake() throws InterruptedException {
        assertEquals(2, run("--client-port", "70000", "--mode", "fast"));
        assertEquals(
                """
                --client-port 70000: must be 1 to 65535
                --mode fast: must be live or cached
                no --cert and --key: give both for HTTPS, or --allow-http for plain HTTP
                """,
                sorted(text(err)));
        assertEquals("", text(out));
    }

    /** What would be missing is most likely in it. */
    @Test
    void whoMistypesAFileOfOptionsIsNotToldThatTheCertificateIsMissing() throws InterruptedException {
        assertEquals(2, run("@no-such-file.conf"));
        assertEquals("@no-such-file.conf: no such file\n", text(err));
    }

    @Test
    void anUnknownCommandIsBadInput() throws InterruptedException {
        assertEquals(2, run("serve"));
        assertEquals(
                "serve: unknown command; there are check, demo and attach, and options start with --\n", text(err));
    }

    @Test
    void anArchiveNeedsAFile() throws InterruptedException {
        assertEquals(2, run("make-archive"));
        assertEquals("make-archive: the file to make comes next; the launcher ircd-health names it\n", text(err));
    }

    @Test
    void badInputToCheckIsNoVerdict() throws InterruptedException {
        assertEquals(3, run("check", "--client-port", "0"));
        assertEquals("--client-port 0: must be 1 to 65535\n", text(err));
    }

    @Test
    void badInputToTheDemo() throws InterruptedException {
        assertEquals(2, run("demo", "--scenario", "meteor"));
        assertEquals("--scenario meteor: must be link, split, hang, flap or expired\n", text(err));
    }

    @Test
    void anOptionOfTheServiceIsNoneOfTheDemo() throws InterruptedException {
        assertEquals(2, run("demo", "--client-port", "7000"));
        assertEquals("--client-port: unknown option (demo --help lists all)\n", text(err));
    }

    @Test
    void aCertificateWithoutKeyCannotStart() throws InterruptedException {
        assertEquals(1, run("--cert", "/etc/a.pem"));
        assertEquals("--cert without --key: give both for HTTPS, or --allow-http alone for plain HTTP\n", text(err));
    }

    @Test
    void anUnreadableCertificateCannotStart(@TempDir Path directory) throws InterruptedException {
        Path missing = directory.resolve("missing.pem");

        assertEquals(1, run("--cert", missing.toString(), "--key", missing.toString()));
        assertTrue(text(err).startsWith("--cert " + missing + ": "), text(err));
        assertEquals(1, text(err).lines().count());
    }

    @Test
    void aPortInUseCannotStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String listen = "127.0.0.1:" + taken.getLocalPort();

            assertEquals(1, run("--listen", listen, "--allow-http", "--metrics-listen", "none"));
            assertTrue(text(err).startsWith("--listen " + listen + ": "), text(err));
            assertEquals(1, text(err).lines().count());
        }
    }

    /** What goes on for as long as a service runs is no matter for one look. */
    @Test
    void checkDoesNotWarnOfThrottles() throws Exception {
        try (ServerSocket accepting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            run("check", "--client-port", Integer.toString(accepting.getLocalPort()), "--s2s-ports", "none");
            assertEquals("", text(err));
        }
    }

    /** As systemd is to try again: the process may come back. */
    @Test
    void theTablesOfAProcessThatHasEndedCannotStart() throws InterruptedException {
        assertEquals(
                1,
                run(
                        "--listen",
                        "127.0.0.1:0",
                        "--allow-http",
                        "--metrics-listen",
                        "none",
                        "--proc-net",
                        "/proc/0/net"));
        assertEquals(
                "--proc-net /proc/0/net: there is no such directory; has the process of that number ended?\n",
                text(err));
    }

    @Test
    void aMetricsPortThatWasAskedForMustBeFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String listen = "127.0.0.1:" + taken.getLocalPort();

            assertEquals(1, run("--listen", "127.0.0.1:0", "--allow-http", "--metrics-listen", listen));
            assertTrue(text(err).startsWith("--metrics-listen " + listen + ": "), text(err));
        }
    }

    @Test
    void aJmxPortInUseCannotStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String listen = "127.0.0.1:" + taken.getLocalPort();

            assertEquals(
                    1,
                    run("--listen", "127.0.0.1:0", "--allow-http", "--metrics-listen", "none", "--jmx-listen", listen));
            assertEquals("--jmx-listen " + listen + ": the port is in use\n", text(err));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void passwordsThatOthersCanReadAreRefused(@TempDir Path directory) throws Exception {
        Path passwords = Files.writeString(directory.resolve("passwords"), "op secret\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-r-----"));

        assertEquals(1, runWithJmx(passwords, null));
        assertEquals(
                "--jmx-password-file " + passwords + ": others may read or change it (rw-r-----); chmod 600 "
                        + passwords + "\n",
                text(err));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anAccessFileThatOthersCanChangeIsRefused(@TempDir Path directory) throws Exception {
        Path passwords = Files.writeString(directory.resolve("passwords"), "op secret\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        Path access = Files.writeString(directory.resolve("access"), "op readwrite\n");
        Files.setPosixFilePermissions(access, PosixFilePermissions.fromString("rw-r--rw-"));

        assertEquals(1, runWithJmx(passwords, access));
        assertEquals(
                "--jmx-access-file " + access + ": others may change it (rw-r--rw-); chmod go-w " + access + "\n",
                text(err));
    }

    private int runWithJmx(Path passwords, Path access) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--listen", "127.0.0.1:0", "--allow-http"));
        arguments.addAll(List.of("--metrics-listen", "none", "--jmx-listen", "127.0.0.1:0"));
        arguments.addAll(List.of("--jmx-password-file", passwords.toString()));
        if (access != null) {
            arguments.addAll(List.of("--jmx-access-file", access.toString()));
        }
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void helpNamesEveryOptionAndCommand() throws InterruptedException {
        assertEquals(0, run("--help"));
        for (String word :
                List.of("check --help", "demo --help", "--listen", "--s2s-stall-duration", "0.0.0.0:8080", "@FILE")) {
            assertTrue(text(out).contains(word), word);
        }
        for (String ugly : List.of("null", "(default: false)", " \n")) {
            assertFalse(text(out).contains(ugly), text(out));
        }
    }

    @Test
    void versionIsOneLine() throws InterruptedException {
        assertEquals(0, run("--version"));
        assertTrue(text(out).matches("ircd-health \\S+\n"), text(out));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void checkExplainsWhyNobodyIsSentHere() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertEquals(2, run("check", "--client-port", Integer.toString(free), "--s2s-ports", "1,2"));
        assertTrue(text(out).startsWith("routable  no: refused\n"), text(out));
        assertTrue(text(out).contains("\nlinks     no-link: 0 on ports 1,2, 0 stable"), text(out));
        assertTrue(text(out).contains("clients   refused: 127.0.0.1:" + free + ", check accept"), text(out));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void checkWithUnreadableTablesCouldNotJudge(@TempDir Path empty) throws Exception {
        try (ServerSocket accepting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(accepting.getLocalPort());

            assertEquals(3, run("check", "--client-port", port, "--proc-net", empty.toString()));
            assertTrue(
                    text(out).contains("links     unreadable: " + empty.resolve("tcp") + ": no such file"), text(out));
        }
    }

    /** The first look sees one link, the second one another: there is a link, but none that has lasted. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void checkOfLinksThatDoNotLastIsStillWarming() throws Exception {
        try (RestlessDaemon daemon = RestlessDaemon.start()) {
            assertEquals(
                    1,
                    run(
                            "check",
                            "--client-port",
                            Integer.toString(daemon.clientPort()),
                            "--s2s-ports",
                            Integer.toString(daemon.serverPort()),
                            "--stable-duration",
                            "1"),
                    text(out) + text(err));
            assertTrue(
                    text(out).startsWith("routable  yes, but still warming: no link has been stable yet\n"), text(out));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void checkForMachinesPrintsThePublicBodyAlone() throws Exception {
        try (ServerSocket accepting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(accepting.getLocalPort());

            assertEquals(
                    0,
                    run("check", "--json", "--client-port", port, "--s2s-ports", "none", "--client-check", "connect"));
            assertEquals(
                    "{\"clientValid\": true, \"s2sValid\": true, \"routable\": true, \"warm\": true}\n", text(out));
            assertEquals("", text(err));
        }
    }

    @Test
    void attachNeedsAProcess() throws InterruptedException {
        assertEquals(2, run("attach", "--allow-http"));
        assertEquals("attach: the process id of a JVM comes next (jps lists those of a user)\n", text(err));
    }

    @Test
    void attachChecksOptionsAsTheServiceDoesBeforeItLooksAtTheProcess() throws InterruptedException {
        assertEquals(2, run("attach", "x", "--mode", "fast", "--allow-http"));
        assertEquals(2, run("attach", "1", "--mode", "fast", "--allow-http"));
        assertEquals(
                """
                attach x: must be the process id of a JVM (jps lists those of a user)
                --mode fast: must be live or cached
                --mode fast: must be live or cached
                """,
                text(err));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void attachToWhatIsNoOtherJvmCannotStartAndHarmsNobody() throws Exception {
        long itself = ProcessHandle.current().pid();
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        try {
            assertEquals(1, run("attach", Long.toString(itself), "--allow-http"));
            assertEquals(1, run("attach", Long.toString(sleeper.pid()), "--allow-http"));
        } finally {
            assertEquals(128 + 9, sleeper.destroyForcibly().waitFor(), "a JVM's SIGQUIT would have ended it before");
        }
        assertEquals(1, run("attach", Long.toString(sleeper.pid()), "--allow-http"));
        assertEquals(
                List.of(
                        itself + ": this is the process that attaches",
                        sleeper.pid() + ": is no JVM that could load an agent (jps lists those of a user)",
                        sleeper.pid() + ": there is no such process"),
                text(err).lines().toList());
    }

    private int run(String... arguments) throws InterruptedException {
        return new Main(print(out), print(err)).run(List.of(arguments));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static String sorted(String lines) {
        return String.join("\n", lines.lines().sorted().toList()) + "\n";
    }
}
