package ircd.health;

import ircd.health.demo.DemoCertificate;
import ircd.health.demo.DemoNetwork;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes an archive of the classes that the service uses (JEP 310), from which later starts of the same Java and the same
 * jar take them. Which ones these are a rehearsal tells: the service in a JVM of its own, over stand-ins for IRC daemons,
 * on free ports of loopback, that is asked as a load balancer, Prometheus and a browser ask.
 */
final class ClassArchive {
    /** Of the rehearsal, and of the JVM that writes the archive then; each takes a second or two. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final List<String> jvmOptions;
    private final String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private final String jar = System.getProperty("java.class.path");

    /** @param jvmOptions those that the service will run with */
    ClassArchive(List<String> jvmOptions) {
        this.jvmOptions = List.copyOf(jvmOptions);
    }

    /**
     * Blocks for some seconds. There is a whole new file in the end, or the old one.
     *
     * @throws StartException in one line, why there is no new one
     */
    void make(Path archive) throws StartException, InterruptedException {
        Path parent = archive.toAbsolutePath().resolveSibling("");
        if (!Files.isDirectory(parent)) {
            throw new StartException(archive + " was not made: there is no folder " + parent);
        }
        try {
            Path folder = Files.createTempDirectory(parent, ".new-");
            Path classes = folder.resolve("classes");
            Path next = folder.resolve("archive");
            Path said = folder.resolve("said");
            cleanUpAtTheEnd(List.of(folder, classes, next, said));
            rehearse("-XX:DumpLoadedClassList=" + classes);
            dump(
                    said,
                    // The others leave out the objects of the JDK, and 17 then takes half a file for a whole.
                    "-XX:-UseSerialGC",
                    "-XX:+UseG1GC",
                    "-Xshare:dump",
                    "-XX:SharedClassListFile=" + classes,
                    "-XX:SharedArchiveFile=" + next);
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
            try (FileChannel written = FileChannel.open(next)) {
                written.force(true); // a power failure leaves the old one or the new one
            }
            Files.move(next, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AccessDeniedException e) {
            throw new StartException(archive + " was not made: no permission to write " + e.getFile());
        } catch (IOException | GeneralSecurityException e) {
            throw new StartException(archive + " was not made: " + e);
        }
    }

    private void rehearse(String jvmOption) throws IOException, GeneralSecurityException, InterruptedException {
        try (DemoNetwork network = DemoNetwork.start(0, 0);
                DemoCertificate certificate = DemoCertificate.endingIn(Duration.ofDays(1))) {
            network.link();
            List<String> command = command(jvmOption);
            command.addAll(List.of(
                    "--listen=127.0.0.1:0",
                    "--metrics-listen=127.0.0.1:0",
                    "--cert=" + certificate.cert(),
                    "--key=" + certificate.key(),
                    "--client-port=" + network.hubClientPort(),
                    "--s2s-ports=" + network.hubServerPort(),
                    "--mode=cached"));
            try (Rehearsal rehearsal = new Rehearsal(command, DEADLINE)) {
                rehearsal.askAsTheWorldDoes(certificate.cert());
            }
        }
    }

    private void dump(Path said, String... options) throws IOException, InterruptedException {
        Process dump = new ProcessBuilder(command(options))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!dump.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS) || dump.exitValue() != 0) {
            dump.destroyForcibly();
            throw new IOException("the JVM failed: " + Files.readString(said).strip());
        }
    }

    private List<String> command(String... options) {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(jvmOptions);
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", jar));
        return command;
    }

    /** Whatever ends this JVM, a signal, too: the files go in reverse order, once no process of ours writes them. */
    private static void cleanUpAtTheEnd(List<Path> files) {
        files.forEach(file -> file.toFile().deleteOnExit());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().children().forEach(child -> {
                            child.destroyForcibly();
                            child.onExit().join();
                        }),
                        "ircd-health-shutdown"));
    }
}
