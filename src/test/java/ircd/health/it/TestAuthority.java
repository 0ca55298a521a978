package ircd.health.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A root, an intermediate below it and what that issues, made with the openssl command: all keys of one kind. */
record TestAuthority(Path folder, List<String> newKey) {
    /** As {@code openssl req -newkey} takes them. */
    static final List<String> RSA_2048 = List.of("rsa:2048");

    static final List<String> EC_P256 = List.of("ec", "-pkeyopt", "ec_paramgen_curve:P-256");
    static final List<String> EC_P384 = List.of("ec", "-pkeyopt", "ec_paramgen_curve:P-384");

    static TestAuthority make(Path folder, List<String> newKey) {
        TestAuthority authority = new TestAuthority(folder, newKey);
        authority.openssl(
                "req -x509 -nodes -subj /CN=root -days 90 -keyout root.key -out root.crt"
                        + " -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign",
                newKey);
        authority.issue(
                "intermediate", "root", "90", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign");
        return authority;
    }

    Path root() {
        return folder.resolve("root.crt");
    }

    /**
     * A new pair at NAME.pem and NAME.key, the intermediate included.
     *
     * @param days 0: it has expired in a second
     */
    TestCertificate issue(String name, int days, String... dnsNames) {
        issue(name, "intermediate", String.valueOf(days), "subjectAltName=DNS:" + String.join(",DNS:", dnsNames));
        Path chain = folder.resolve(name + ".pem");
        try {
            Files.writeString(
                    chain,
                    Files.readString(folder.resolve(name + ".crt"))
                            + Files.readString(folder.resolve("intermediate.crt")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TestCertificate(chain, folder.resolve(name + ".key"));
    }

    private void issue(String name, String issuer, String days, String extensions) {
        try {
            Files.writeString(folder.resolve(name + ".ext"), extensions + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        openssl("req -nodes -subj /CN=" + name + " -keyout " + name + ".key -out " + name + ".csr", newKey);
        openssl(
                "x509 -req -in " + name + ".csr -CA " + issuer + ".crt -CAkey " + issuer + ".key -CAcreateserial"
                        + " -extfile " + name + ".ext -days " + days + " -out " + name + ".crt",
                List.of());
    }

    /** File names mean those of the folder. */
    private void openssl(String words, List<String> newKey) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        for (String word : words.split(" ", -1)) {
            command.add(
                    word.matches("[a-z]+\\.(key|crt|csr|ext)")
                            ? folder.resolve(word).toString()
                            : word);
        }
        if (!newKey.isEmpty()) {
            command.add("-newkey");
            command.addAll(newKey);
        }
        Commands.check(command.toArray(String[]::new));
    }
}
