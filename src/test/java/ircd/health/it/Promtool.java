package ircd.health.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** Prometheus' own linter. */
public final class Promtool {
    private Promtool() {}

    /** What it has to say of a page of metrics; nothing if all is well. */
    public static String checkMetrics(String page) throws IOException, InterruptedException {
        Daemons.require("promtool");
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = promtool.getOutputStream()) {
            in.write(page.getBytes(UTF_8));
        }
        String output = new String(promtool.getInputStream().readAllBytes(), UTF_8);
        int exitCode = promtool.waitFor();
        return exitCode == 0 ? output : output + "exit code " + exitCode;
    }
}
