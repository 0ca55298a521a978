package ircd.health.surface.http;

import ircd.health.tls.KeyMaterial;
import ircd.health.tls.Openssl;
import ircd.health.tls.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The two files that --cert and --key name, and what ACME clients, scripts and accidents do to them. */
record LiveFiles(Path cert, Path key) {
    /** A pair as text, to be put anywhere. */
    record Issue(String cert, String key, KeyMaterial pair) {
        static Issue make(Openssl openssl, String name, String algorithm) throws Exception {
            openssl.run("req -x509 -newkey " + algorithm + " -nodes -subj /CN=" + name + " -days 30 -keyout " + name
                    + ".key -out " + name + ".crt");
            Path cert = openssl.dir().resolve(name + ".crt");
            Path key = openssl.dir().resolve(name + ".key");
            return new Issue(Files.readString(cert), Files.readString(key), PemFiles.read(cert, key));
        }

        String subject() {
            return pair.leaf().getSubjectX500Principal().getName();
        }
    }

    static LiveFiles in(Path folder) {
        return new LiveFiles(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
    }

    /** Both, each at once. */
    void put(Issue issue) throws IOException {
        put(key, issue.key);
        put(cert, issue.cert);
    }

    /** At once: nobody sees half of it. */
    static void put(Path file, String text) throws IOException {
        Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A new file in the archive, and the link to it in place of what was there, as certbot does. */
    static void link(Path file, String text) throws IOException {
        Path archive = Files.createTempFile(file.getParent(), "archive", ".pem");
        Files.writeString(archive, text);
        Files.deleteIfExists(file);
        Files.createSymbolicLink(file, archive);
    }

    static void mode(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
