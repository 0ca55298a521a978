package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** src/bench/attack.sh in small: more attackers than there are places, and every real probe is answered. */
@Isolated
final class FloodIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PLACES = 500;
    private static final int ATTACKING_ADDRESSES = 300;
    private static final int SECONDS = 6;
    private static final int PROBES_A_SECOND = 10;
    private static final Pattern ATTACKING = Pattern.compile("(attacking)");

    @TempDir
    private Path folder;

    @Test
    void everyProbeIsAnsweredWhileSilentHalfShakenAndSlowConnectionsTakeAllPlaces() throws Exception {
        compileAttack();
        TestCertificate pair = TestCertificate.make(folder, "flood", TestCertificate.Key.EC_PKCS8);
        List<JavaProcess> attacks = new ArrayList<>();
        try (AcceptingDaemon daemon = new AcceptingDaemon();
                ServiceProcess service = start(pair, daemon)) {
            service.awaitStatus(200, SOON);
            try {
                attacks.add(attack(service, "silent", 600));
                attacks.add(attack(service, "mid-handshake", 600));
                attacks.add(attack(service, "trickle", 300));
                attacks.forEach(attack -> attack.await(ATTACKING, SOON));
                List<HealthAnswer> answers = probe(service.client());

                assertTrue(attacks.stream().allMatch(JavaProcess::isAlive), "the attack ended too soon");
                assertEquals(
                        List.of(),
                        answers.stream()
                                .filter(answer -> answer.status() != 200)
                                .toList());
            } finally {
                attacks.forEach(JavaProcess::close);
            }
            assertEquals(
                    List.of(),
                    service.lines().stream()
                            .filter(line -> line.contains("\tat ") || line.contains("-> false"))
                            .toList());
        }
    }

    private void compileAttack() {
        Path sources = Path.of("src", "bench", "java");
        Commands.check(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-d",
                folder.toString(),
                "-sourcepath",
                sources.toString(),
                sources.resolve("Attack.java").toString());
    }

    private static ServiceProcess start(TestCertificate pair, AcceptingDaemon daemon) {
        return ServiceProcess.start(
                "--cert",
                pair.certificate().toString(),
                "--key",
                pair.key().toString(),
                "--mode",
                "cached",
                "--client-port",
                daemon.port(),
                "--s2s-ports",
                "none",
                "--max-connections",
                String.valueOf(PLACES));
    }

    private JavaProcess attack(ServiceProcess service, String kind, int connections) {
        return new JavaProcess(List.of(
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder.toString(),
                "Attack",
                kind,
                String.valueOf(service.uri().getPort()),
                String.valueOf(connections),
                String.valueOf(ATTACKING_ADDRESSES),
                String.valueOf(10 * SECONDS)));
    }

    /** Each from an address of its own, none of which is an attacker's. */
    private static List<HealthAnswer> probe(HealthClient client) throws InterruptedException, ExecutionException {
        ScheduledExecutorService probes = Executors.newScheduledThreadPool(4 * PROBES_A_SECOND);
        try {
            List<Future<HealthAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < SECONDS * PROBES_A_SECOND; i++) {
                String from = "127.9.0." + (1 + i);
                answers.add(probes.schedule(
                        () -> client.askAnewFrom(from), i * 1000L / PROBES_A_SECOND, TimeUnit.MILLISECONDS));
            }
            List<HealthAnswer> given = new ArrayList<>();
            for (Future<HealthAnswer> answer : answers) {
                given.add(answer.get());
            }
            return given;
        } finally {
            probes.shutdownNow();
        }
    }
}
