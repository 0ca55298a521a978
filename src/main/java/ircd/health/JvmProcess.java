package ircd.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.util.function.Predicate;

/**
 * Another process as Linux shows it in /proc. A JVM of 17 asks the other side to open its door by a SIGQUIT, without a look at
 * who that is: it ends most programs, and makes nginx finish.
 */
final class JvmProcess {
    private static final Path PROC = Path.of("/proc");
    private static final long SIGQUIT = 1L << (3 - 1);

    private final long pid;
    private final Path folder;

    JvmProcess(long pid) {
        this.pid = pid;
        folder = PROC.resolve(Long.toString(pid));
    }

    /** @throws StartException in one line, why it is nothing to attach to */
    void require() throws StartException {
        if (pid == ProcessHandle.current().pid()) {
            throw new StartException(pid + ": this is the process that attaches");
        }
        if (ProcessHandle.of(pid).isEmpty()) {
            throw new StartException(pid + ": there is no such process");
        }
        if (Files.exists(folder)) {
            requireJvm();
        }
    }

    private void requireJvm() throws StartException {
        try {
            // Deleted: Java was upgraded while it ran.
            if (!contains("maps", line -> line.matches(".*/libjvm\\.so( \\(deleted\\))?"))) {
                throw new StartException(pid + ": is no JVM that could load an agent (jps lists those of a user)");
            }
            if (contains("status", line -> line.matches("State:\\s+[Tt]\\b.*"))) {
                throw new StartException(pid + ": is stopped, by SIGSTOP or a debugger, and cannot answer");
            }
            if (!contains("status", JvmProcess::catchesQuit)) {
                throw new StartException(pid + ": does not take requests to attach: it runs with -Xrs, or just starts");
            }
        } catch (NoSuchFileException e) {
            throw new StartException(pid + ": has just ended");
        } catch (AccessDeniedException e) {
            throw new StartException(pid + ": is another user's; attach as the user that it runs as");
        } catch (IOException e) {
            throw new StartException(pid + ": cannot be looked at: " + e.getMessage());
        }
    }

    private boolean contains(String file, Predicate<String> wanted) throws IOException {
        return Files.readAllLines(folder.resolve(file), ISO_8859_1).stream().anyMatch(wanted);
    }

    /** The mask of the signals that it catches; see proc(5). */
    private static boolean catchesQuit(String line) {
        return line.startsWith("SigCgt:")
                && (Long.parseUnsignedLong(line.substring("SigCgt:".length()).strip(), 16) & SIGQUIT) != 0;
    }

    /** Where a path of the process is for us: it may have another root, or a /tmp of its own. */
    Path seenFromHere(Path path) {
        Path through = folder.resolve("root").resolve(PROC.getRoot().relativize(path));
        return Files.isDirectory(through) ? through : path;
    }

    /** Gives it a file of ours, if we are root and it is not; never what a link in the file's place leads to. */
    void own(Path file) throws IOException {
        FileOwnerAttributeView view = Files.getFileAttributeView(file, FileOwnerAttributeView.class, NOFOLLOW_LINKS);
        if (Files.exists(folder) && !Files.getOwner(folder).equals(view.getOwner())) {
            view.setOwner(Files.getOwner(folder));
        }
    }
}
