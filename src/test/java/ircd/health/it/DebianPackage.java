package ircd.health.it;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A package file, named as Debian names it: NAME_VERSION_ARCHITECTURE.deb. */
record DebianPackage(Path file) {
    DebianPackage {
        requireNonNull(file, "file is null");
    }

    /** The one that the build made beside the jar. */
    static DebianPackage built() {
        try (Stream<Path> files = Files.list(Path.of(JavaProcess.jar()).getParent())) {
            List<Path> packages = files.filter(
                            file -> file.getFileName().toString().matches("ircd-health_[^_]+_all\\.deb"))
                    .toList();
            if (packages.size() != 1) {
                throw new AssertionError("not one package, but " + packages);
            }
            return new DebianPackage(packages.get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String version() {
        return Commands.check("dpkg-deb", "--field", file.toString(), "Version").strip();
    }

    /** The paths of all files and folders that it installs. */
    List<Path> contents() {
        return Commands.check("sh", "-ec", "dpkg-deb --fsys-tarfile \"$1\" | tar -t", "sh", file.toString())
                .lines()
                .map(name -> Path.of(name.substring(1)))
                .toList();
    }

    /** The same with a later version and one more line in its configuration. */
    DebianPackage next(Path folder) {
        String version = version() + "+next";
        Path next = folder.resolve("ircd-health_" + version + "_all.deb");
        Commands.check(
                "sh",
                "-ec",
                """
                dpkg-deb --raw-extract "$1" "$2"
                sed -i "s/^Version: .*/Version: $3/" "$2/DEBIAN/control"
                echo "# One more line." >>"$2/etc/ircd-health.conf"
                dpkg-deb --root-owner-group -Znone --build "$2" "$4"
                """,
                "sh",
                file.toString(),
                folder.resolve("next").toString(),
                version,
                next.toString());
        return new DebianPackage(next);
    }

    /** A package that puts a file where Debian's Javas are. */
    static DebianPackage anotherJava(Path folder) {
        Path file = folder.resolve("another-java_1_all.deb");
        Commands.check(
                "sh",
                "-ec",
                """
                mkdir -p "$1/DEBIAN" "$1/usr/lib/jvm/another-java"
                touch "$1/usr/lib/jvm/another-java/release"
                printf '%s\\n' 'Package: another-java' 'Version: 1' 'Architecture: all' \\
                    'Maintainer: nobody <nobody@example.org>' 'Description: a stand-in' >"$1/DEBIAN/control"
                dpkg-deb --root-owner-group -Znone --build "$1" "$2"
                """,
                "sh",
                folder.resolve("another-java").toString(),
                file.toString());
        return new DebianPackage(file);
    }
}
