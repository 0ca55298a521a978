package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code check} beside real daemons. */
@EnumSource(NetworkKind.class)
final class CheckIT extends OverRealDaemons {
    @Test
    void aLinkedDaemonIsRoutableAndItsLinkIsShown() {
        Commands.Result check = check("--stable-duration", "1");

        assertEquals(0, check.exitCode(), check.output());
        assertTrue(check.output().startsWith("routable  yes\n"), check.output());
        assertTrue(check.output().contains("links     ok: 1 on port"), check.output());
        assertTrue(check.output().contains(":" + daemons().hub().s2sPort()), check.output());
        assertTrue(check.output().matches("(?s).* yes +a link, stable, seen for [1-9]\\d* s\n.*"), check.output());
    }

    @Test
    void anUnlinkedDaemonIsNotRoutableAndNobodyWaitsForIt() {
        daemons().unlink();
        Commands.Result check = check("--stable-duration", "3600");

        assertEquals(2, check.exitCode(), check.output());
        assertTrue(check.output().startsWith("routable  no: no-link\n"), check.output());
    }

    @Test
    void aFrozenDaemonIsNotRoutable() {
        daemons().hub().freeze();
        try {
            Commands.Result check = check("--json");

            assertEquals(2, check.exitCode(), check.output());
            assertEquals(HealthBody.of(false, true, false) + "\n", check.output());
        } finally {
            daemons().hub().thaw();
        }
    }

    @Test
    void everyKindOfCheckTakesAHealthyDaemonForHealthy() {
        for (String kind : List.of("connect", "accept", "irc")) {
            Commands.Result check = check("--client-check", kind, "--s2s-ports", "none");

            assertEquals(0, check.exitCode(), kind + ": " + check.output());
        }
    }

    private Commands.Result check(String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JavaProcess.jar(),
                "check"));
        command.addAll(ServiceProcess.judging(daemons()));
        command.addAll(List.of(more));
        return Commands.run(command);
    }
}
