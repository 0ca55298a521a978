package ircd.health.it;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * keepalived's checkers without privileges. They end at once on a kernel without IPVS, and would change the tables of
 * one that has it: a small library takes their calls to it. So this shows what keepalived makes of the endpoint and
 * what it would then have done to IPVS, and not that IPVS does it.
 */
final class Keepalived implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Program program;

    /** @param folder in which its user may write */
    Keepalived(Path configuration, Path folder) {
        String keepalived = Daemons.find("keepalived").orElseThrow().toString();
        List<String> command = List.of(
                keepalived,
                "--dont-fork",
                "--log-console",
                "--log-detail",
                "--check",
                "--dont-respawn",
                "--use-file=" + configuration,
                "--pid=" + folder.resolve("keepalived.pid"),
                "--checkers_pid=" + folder.resolve("checkers.pid"));
        program = new Program(
                Daemons.unprivileged(command),
                Map.of("LD_PRELOAD", withoutIpvs(folder).toString()));
    }

    private static Path withoutIpvs(Path folder) {
        Path source = folder.resolve("no-ipvs.c");
        Path library = folder.resolve("no-ipvs.so");
        try (InputStream in = requireNonNull(Keepalived.class.getResourceAsStream("no-ipvs.c"), "no-ipvs.c")) {
            Files.copy(in, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Commands.check("tcc", "-shared", "-nostdlib", "-o", library.toString(), source.toString());
        return library;
    }

    /** Blocks until so many lines of its log have the text. */
    void await(String text, int times) {
        Await.until(
                text,
                SOON,
                () -> program.lines().stream()
                                .filter(line -> line.contains(text))
                                .count()
                        >= times,
                program::output);
    }

    @Override
    public void close() {
        program.close();
    }
}
