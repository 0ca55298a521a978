package ircd.health.it;

import static java.util.Objects.requireNonNull;

import ircd.health.it.Commands.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * systemd as process 1 of namespaces of its own, over this machine's files and a memory that keeps all changes, with our unit
 * installed and nothing else running than what a client check needs; see {@code src/test/systemd/boot}.
 */
final class SystemdTrial implements AutoCloseable {
    private static final Duration BOOT = Duration.ofSeconds(30);
    private static final Path SOURCES = Path.of("src/test/systemd");

    private final Path folder;
    private final Program boot;

    /** Blocks until it has booted. */
    SystemdTrial(Path folder) throws IOException {
        this.folder = requireNonNull(folder, "folder is null");
        Path files = folder.resolve("files");
        Commands.check("cp", "-R", SOURCES.resolve("files").toString(), files.toString());
        put("usr/share/ircd-health/ircd-health.jar", Path.of(JavaProcess.jar()));
        put("usr/lib/systemd/system/ircd-health.service", Path.of("src/main/systemd/ircd-health.service"));
        put("usr/bin/ircd-health", Path.of("src/main/launcher/ircd-health"));
        boot = new Program(List.of(SOURCES.resolve("boot").toString(), folder.toString()));
        try {
            Await.until("systemd has booted", BOOT, () -> {
                if (!boot.isAlive()) {
                    throw new IllegalStateException("systemd did not boot:\n" + boot.output());
                }
                return tryIt("systemctl", "is-active", "trial.target").exitCode() == 0;
            });
            run("useradd", "--system", "--user-group", "--home-dir", "/nonexistent", "ircd-health");
            run("sh", "-c", "mkdir -p /var/cache/ircd-health && ircd-health make-archive");
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    private void put(String where, Path file) throws IOException {
        Path target = folder.resolve("files").resolve(where);
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
    }

    /** A command in there. */
    Result tryIt(String... command) {
        List<String> words = new ArrayList<>(List.of("nsenter", "--target", systemd()));
        words.addAll(List.of("--mount", "--pid", "--net", "--ipc", "--uts", "--cgroup", "--"));
        words.addAll(List.of(command));
        return Commands.run(words);
    }

    /** As the other, and any exit code but 0 is an error; what it printed. */
    String run(String... command) {
        Result result = tryIt(command);
        if (result.exitCode() != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + result.exitCode() + ": "
                    + result.output() + "\nThe journal:\n"
                    + tryIt("journalctl", "--no-pager", "--lines=100").output());
        }
        return result.output();
    }

    /** Puts a file there, with the folders above it. */
    void write(String path, String text) {
        try {
            Path file = Files.writeString(Files.createTempFile(folder, "text", null), text);
            // The folder itself is hidden in there: what is read is the standard input.
            run("mkdir", "--parents", Path.of(path).getParent().toString());
            Result written = Commands.run(List.of(
                    "sh",
                    "-c",
                    "nsenter --target $0 --mount dd status=none of=$1 <$2",
                    systemd(),
                    path,
                    file.toString()));
            if (written.exitCode() != 0) {
                throw new AssertionError(path + ": " + written.output());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Properties of the unit, as {@code systemctl show} names them. */
    Map<String, String> show(String... properties) {
        return run("systemctl", "show", "ircd-health", "--property=" + String.join(",", properties))
                .lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    String show(String property) {
        return requireNonNull(show(new String[] {property}).get(property), property);
    }

    private String systemd() {
        return ProcessHandle.of(boot.pid()).stream()
                .flatMap(ProcessHandle::children)
                .map(child -> String.valueOf(child.pid()))
                .findFirst()
                .orElse("0");
    }

    /** Kills it, and all that runs in it. */
    @Override
    public void close() {
        Commands.run(List.of("kill", "-KILL", String.valueOf(boot.pid()))); // it takes nothing else
        boot.awaitEnd();
        Path group = folder.resolve("group");
        Await.until(
                "its control group is removed",
                BOOT,
                () -> Files.notExists(group) // it did not come to make one
                        || Commands.run(List.of(
                                                "sh",
                                                "-c",
                                                "find \"$(cat $0)\" -depth -type d -exec rmdir {} +",
                                                group.toString()))
                                        .exitCode()
                                == 0);
    }
}
