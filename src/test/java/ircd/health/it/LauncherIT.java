package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher with an archive of the classes that it has made of the real jar, under the Java that runs the tests. */
final class LauncherIT {
    private static final Path LAUNCHER =
            Path.of("src/main/launcher/ircd-health").toAbsolutePath();
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int MOST_THREADS = 15;
    private static final int MOST_RESIDENT_KB = 90 * 1024;

    @TempDir
    private static Path folder;

    private static Path archive;

    @TempDir
    private Path own;

    @BeforeAll
    static void makeTheArchive() throws IOException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        archive = cache.resolve("ircd-health.jsa");
        assertEquals(new Commands.Result(0, ""), Commands.run(command(archive, "", "make-archive")));
        try (Stream<Path> files = Files.list(cache)) {
            assertEquals(List.of(archive), files.toList());
        }
    }

    /** SIGTERM to it alone; Ctrl-C would end its children, too. */
    @Test
    void whoeverEndsItAmidTheArchiveEndsAllOfItAndNothingIsLeft() throws IOException {
        Path temporary = Files.createDirectory(own.resolve("tmp"));
        List<String> command = command(own.resolve("ircd-health.jsa"), "", "make-archive");
        command.add(1, "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary);
        List<ProcessHandle> children;
        try (Program making = new Program(command)) {
            Await.until("a rehearsal", DEADLINE, () -> find(own, "classes"));
            children = ProcessHandle.of(making.pid()).orElseThrow().children().toList();
            assertEquals(1, children.size(), making.output());
            making.terminate();
            assertEquals(143, making.awaitEnd(), making.output());
        }
        assertFalse(children.get(0).isAlive());
        // What Netty unpacks goes when it is loaded, for which the child had no time.
        try (Stream<Path> left = Files.walk(own).filter(file -> !file.toString().endsWith(".so"))) {
            assertEquals(List.of(own, temporary), left.sorted().toList());
        }
    }

    private static boolean find(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.find(folder, 2, (file, any) -> file.endsWith(name))) {
            return files.findAny().isPresent();
        }
    }

    @Test
    void aServiceTakesItsClassesFromTheArchiveAndIsSmall() throws IOException {
        TestCertificate pair = TestCertificate.make(own, "pair", TestCertificate.Key.EC_PKCS8);
        Path loaded = own.resolve("loaded");
        List<String> command = command(
                archive,
                "-Xshare:on -Xlog:class+load:file=" + loaded,
                "--listen=127.0.0.1:0",
                "--metrics-listen=127.0.0.1:0",
                "--cert=" + pair.certificate(),
                "--key=" + pair.key(),
                "--s2s-ports=none");
        try (Program service = new Program(command)) {
            URI health = URI.create(service.await(ServiceProcess.LISTENING, DEADLINE));
            URI metrics = URI.create(service.await(ServiceProcess.METRICS, DEADLINE));
            // Whether a daemon listens on the default port at this moment is other tests' business.
            assertTrue(Set.of(200, 503).contains(new HealthClient(health).ask().status()));
            assertEquals(200, new HealthClient(metrics).ask().status());
            assertTrue(status(service, "Threads") <= MOST_THREADS, "threads: " + status(service, "Threads"));
            assertTrue(status(service, "VmRSS") <= MOST_RESIDENT_KB, "resident: " + status(service, "VmRSS"));
        }
        List<String> ours = Files.readAllLines(loaded).stream()
                .filter(line -> line.contains(" ircd.health.") && !line.contains("$$Lambda"))
                .toList();
        List<String> fromTheJar =
                ours.stream().filter(line -> line.contains(" source: file:")).toList();
        assertTrue(ours.size() > 500, "classes of ours: " + ours.size());
        assertTrue(fromTheJar.size() < ours.size() / 50, "not in the archive: " + fromTheJar);
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "empty", "cut off", "a byte short", "overwritten", "of another program"})
    void anArchiveThatDoesNotFitIsLeftOutInSilence(String what) throws IOException {
        Path bad = own.resolve("bad.jsa");
        int size = Math.toIntExact(Files.size(archive));
        byte[] good = Files.readAllBytes(archive);
        switch (what) {
            case "empty" -> Files.createFile(bad);
            case "cut off" -> Files.write(bad, Arrays.copyOf(good, size / 4));
            case "a byte short" -> Files.write(bad, Arrays.copyOf(good, size - 1));
            case "overwritten" -> {
                Arrays.fill(good, size / 8, size / 4, (byte) 0x5A);
                Files.write(bad, good);
            }
            case "of another program" ->
                Files.writeString(bad, "#!/bin/sh\n".repeat(10_000), StandardOpenOption.CREATE_NEW);
            default -> {} // missing
        }
        Commands.Result version = launch(bad, "", "--version");
        assertEquals(0, version.exitCode());
        assertTrue(version.output().matches("ircd-health \\S+\n"), version.output());
    }

    @Test
    void anOptionThatTheJvmDoesNotKnowIsToldByItsName() {
        Commands.Result mistyped = launch(archive, "-XX:+UseTypo", "--version");
        assertEquals(1, mistyped.exitCode());
        assertTrue(mistyped.output().startsWith("Unrecognized VM option 'UseTypo'\n"), mistyped.output());
    }

    @Test
    void withoutASuitableJavaItSaysSo() throws IOException {
        Path old = Files.createDirectories(own.resolve("old/bin")).getParent();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Files.createSymbolicLink(old.resolve("bin/java"), Path.of("/bin/true"));
        assertEquals(
                new Commands.Result(
                        1, "ircd-health: JAVA_HOME is " + old + ", which is Java 11; Java 17 or later is needed\n"),
                Commands.run(List.of("env", "JAVA_HOME=" + old, LAUNCHER.toString(), "--version")));
        assertEquals(
                new Commands.Result(3, "ircd-health: JAVA_HOME is /nowhere, and there is no bin/java in it\n"),
                Commands.run(List.of("env", "JAVA_HOME=/nowhere", LAUNCHER.toString(), "check")));
    }

    private static List<String> command(Path archive, String jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "IRCD_HEALTH_JAR=" + JavaProcess.jar(),
                "IRCD_HEALTH_ARCHIVE=" + archive,
                "IRCD_HEALTH_JAVA_OPTS=" + jvmOptions,
                LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Commands.Result launch(Path archive, String jvmOptions, String... arguments) {
        return Commands.run(command(archive, jvmOptions, arguments));
    }

    /** The program is env and then the shell, which both end in an exec(): its process is the JVM. */
    private static int status(Program program, String field) throws IOException {
        String status = Files.readString(Path.of("/proc/" + program.pid() + "/status"));
        Matcher matcher = Pattern.compile(field + ":\\s+(\\d+)").matcher(status);
        assertTrue(matcher.find(), status);
        return Integer.parseInt(matcher.group(1));
    }
}
