package ircd.health.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real openssl, writing into one folder. */
public record Openssl(Path dir) {
    public static Openssl in(Path dir) throws Exception {
        Openssl openssl = new Openssl(dir);
        try {
            openssl.run("version");
        } catch (IOException e) {
            String missing = "openssl is not installed (apt-get install openssl): " + e.getMessage();
            if ("true".equals(System.getenv("CI"))) {
                fail(missing);
            }
            abort(missing);
        }
        return openssl;
    }

    /** Arguments are divided at spaces. */
    public void run(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> command + ": " + said);
    }

    void certificate(String key, String cert) throws IOException, InterruptedException {
        run("req -x509 -key " + key + " -subj /CN=irc.example.org -days 30 -out " + cert);
    }

    /** NAME.crt and NAME.key, ECDSA P-256. */
    KeyMaterial pair(String name) throws Exception {
        run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out " + name + ".key");
        certificate(name + ".key", name + ".crt");
        return PemFiles.read(dir.resolve(name + ".crt"), dir.resolve(name + ".key"));
    }
}
