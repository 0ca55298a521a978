package ircd.health.surface.jmx.remote;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Refuses files of which others than the owner know, or may change, what only the owner should. */
final class OwnFile {
    private OwnFile() {}

    /** @throws RemoteFileException in one line: the option, the file, what to do */
    static void requireSecret(String option, Path file) throws RemoteFileException {
        require(option, file, EnumSet.of(GROUP_READ, GROUP_WRITE, OTHERS_READ, OTHERS_WRITE), "chmod 600");
    }

    /** @throws RemoteFileException in one line: the option, the file, what to do */
    static void requireUnforged(String option, Path file) throws RemoteFileException {
        require(option, file, EnumSet.of(GROUP_WRITE, OTHERS_WRITE), "chmod go-w");
    }

    private static void require(String option, Path file, Set<PosixFilePermission> forbidden, String way)
            throws RemoteFileException {
        if (!Files.isRegularFile(file)) {
            throw new RemoteFileException(option + " " + file + ": there is no such file");
        }
        if (!Files.isReadable(file)) {
            throw new RemoteFileException(option + " " + file + ": it cannot be read; this process must own it");
        }
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException e) {
            return; // no such permissions there
        } catch (IOException e) {
            throw new RemoteFileException(option + " " + file + ": it cannot be looked at: " + e.getMessage());
        }
        String all = PosixFilePermissions.toString(permissions);
        if (permissions.removeAll(forbidden)) {
            throw new RemoteFileException(option + " " + file + ": others may "
                    + (forbidden.contains(OTHERS_READ) ? "read or change it" : "change it") + " (" + all + "); " + way
                    + " " + file);
        }
    }
}
