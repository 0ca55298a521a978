package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.it.Commands.Result;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The unit as it is shipped, run by systemd under all its hardening, and the drop-ins of {@code install.md}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SystemdIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CONF = "/etc/ircd-health.conf";
    private static final String DROP_INS = "/run/systemd/system/ircd-health.service.d/";
    private static final String ROUTABLE = "routable; clients: ok; server links: ok";
    private static final String OPTIONS =
            """
            --listen 0.0.0.0:8443
            --allow-http
            --client-port 6667
            --s2s-ports none
            --poll-interval 5
            --timeout-ms 2000
            """;

    private SystemdTrial trial;

    @BeforeAll
    void boot(@TempDir Path folder) throws IOException {
        Daemons.require("systemctl", "systemd-analyze", "curl", "nc", "nsenter", "openssl");
        Daemons.requireRoot();
        trial = new SystemdTrial(folder);
    }

    @AfterAll
    void shutDown() {
        if (trial != null) {
            trial.close();
        }
    }

    @BeforeEach
    void writeOptions() {
        trial.write(CONF, OPTIONS);
    }

    @AfterEach
    void stop() {
        trial.run("systemctl", "stop", "ircd-health");
        trial.run("rm", "-rf", DROP_INS);
        trial.run("systemctl", "daemon-reload");
        trial.tryIt("systemctl", "reset-failed", "ircd-health");
    }

    @Test
    void theUnitIsSoundAndItsExposureLow() {
        // The manual page comes with the package.
        assertEquals("", trial.run("systemd-analyze", "verify", "--man=no", "ircd-health.service"));
        trial.run(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--threshold=20",
                "/lib/systemd/system/ircd-health.service");
    }

    @Test
    void enabledAndStartedItIsRoutableAndStoppedItHasSucceeded() {
        trial.run("systemctl", "enable", "--now", "ircd-health");
        assertEquals(ROUTABLE, trial.show("StatusText"));
        assertEquals(HealthBody.of(true, true, true), get("http://127.0.0.1:8443/health"));
        assertEquals(
                "enabled", trial.run("systemctl", "is-enabled", "ircd-health").strip());
        assertNotUnderRoot();
        trial.run("runuser", "-u", "ircd-health", "--", "ircd-health", "check", "@" + CONF);

        trial.run("systemctl", "stop", "ircd-health");
        assertEquals(
                Map.of("ActiveState", "inactive", "Result", "success", "NRestarts", "0"),
                trial.show("ActiveState", "Result", "NRestarts"));
    }

    /** ProcSubset=pid or ProtectProc=invisible would hide them. */
    @Test
    void itReadsTheSocketTables() {
        trial.write(CONF, OPTIONS.replace("--s2s-ports none", "--s2s-ports 4497"));
        trial.run("systemctl", "start", "ircd-health");
        assertEquals("not routable; clients: ok; server links: no-link", trial.show("StatusText"));
    }

    @Test
    void aMistakeInTheOptionsIsNotTriedAgain() {
        trial.write(CONF, OPTIONS + "--nonsense\n");
        assertNotEquals(0, trial.tryIt("systemctl", "start", "ircd-health").exitCode());
        assertEquals(
                Map.of("ActiveState", "failed", "ExecMainStatus", "2"), trial.show("ActiveState", "ExecMainStatus"));
    }

    @Test
    void aPortThatCannotBeHadIsTriedAgainUntilTheDropInGrantsIt() {
        trial.write(CONF, OPTIONS.replace("8443", "443"));
        trial.write(DROP_INS + "late.conf", "[Service]\nRestartSec=60\n"); // not while it is looked at
        trial.run("systemctl", "daemon-reload");
        assertNotEquals(0, trial.tryIt("systemctl", "start", "ircd-health").exitCode());
        assertEquals(
                Map.of("SubState", "auto-restart", "ExecMainStatus", "1"), trial.show("SubState", "ExecMainStatus"));
        trial.run("systemctl", "stop", "ircd-health");

        dropIn("A port below 1024");
        trial.run("systemctl", "start", "ircd-health");
        assertEquals(HealthBody.of(true, true, true), get("http://127.0.0.1:443/health"));
    }

    @Test
    void whereSystemdCannotBeToldItRunsWithTheDropIn() {
        dropIn("Where it cannot tell systemd");
        trial.run("systemctl", "start", "ircd-health");
        Await.until(
                "it answers", SOON, () -> tryGet("http://127.0.0.1:8443/health").exitCode() == 0);
        assertEquals("", trial.show("StatusText"));
    }

    @Test
    void oneThatHangsIsKilledAndStartedAnew() {
        trial.write(DROP_INS + "soon.conf", "[Service]\nWatchdogSec=5\nTimeoutAbortSec=1\nRestartSec=1\n");
        trial.run("systemctl", "daemon-reload");
        trial.run("systemctl", "start", "ircd-health");
        assertEquals("17s", trial.show("WatchdogUSec")); // what --poll-interval and --timeout-ms need
        String pid = trial.show("MainPID");

        trial.run("kill", "-STOP", pid);
        Await.until("it is started anew", SOON, () -> trial.show("NRestarts").equals("1"));
        Await.until("and runs", SOON, () -> trial.show("StatusText").equals(ROUTABLE));
        assertNotEquals(pid, trial.show("MainPID"));
    }

    @Test
    void jcmdMeetsTheJvmAndARecordingIsLeftInTheLogs() throws IOException {
        trial.run("systemctl", "start", "ircd-health");
        DocSnippet snippet = DocSnippet.of("install.md", "jcmd and jconsole", "sh");
        trial.write("/run/jcmd", snippet.text());
        String said = trial.run("sh", "-eu", "/run/jcmd");

        assertTrue(said.contains("OpenJDK"), said);
        trial.run("test", "-s", "/var/log/ircd-health/night.jfr");
    }

    @Test
    void jcmdOfTheSameHostTakesTheDropIn() {
        dropIn("jcmd and jconsole");
        trial.run("systemctl", "start", "ircd-health");
        String pid = trial.show("MainPID");
        assertTrue(trial.run("jcmd", pid, "VM.version").contains("JDK"));
        assertTrue(trial.run("runuser", "-u", "ircd-health", "--", "jcmd", pid, "VM.version")
                .contains("JDK"));
    }

    /** The files as certbot lays them out, readable by root alone, and the hook of {@code certificates.md}. */
    @Test
    void aRenewalThatTheHookBringsIsServedWithoutARestart(@TempDir Path folder) throws IOException {
        trial.run("install", "-d", "-o", "root", "-g", "ircd-health", "-m", "0750", "/etc/ircd-health/tls");
        trial.write("/run/hook", hook());
        BigInteger first = renew(folder, 1);
        trial.write(
                CONF,
                OPTIONS.replace("--allow-http", "--reload-check-interval 5")
                        + "--cert /etc/ircd-health/tls/fullchain.pem\n--key /etc/ircd-health/tls/privkey.pem\n");
        trial.run("systemctl", "start", "ircd-health");
        String pid = trial.show("MainPID");
        assertEquals(first, served());

        BigInteger second = renew(folder, 2);
        Await.until("the new one is served", SOON, () -> served().equals(second));
        assertEquals(pid, trial.show("MainPID"));
    }

    private static String hook() throws IOException {
        String page = Files.readString(Path.of("src/docs/certificates.md"));
        Matcher hook = Pattern.compile("(?ms)^```sh\n(#!/bin/sh\n.*?)^```$").matcher(page);
        assertTrue(hook.find());
        return hook.group(1);
    }

    /** Puts a new pair where certbot would, and runs the hook; the pair's serial number. */
    private BigInteger renew(Path folder, int number) throws IOException {
        TestCertificate pair = TestCertificate.make(folder, "pair" + number, TestCertificate.Key.EC_PKCS8);
        String archive = "/etc/letsencrypt/archive/irc.example.org/";
        String live = "/etc/letsencrypt/live/irc.example.org/";
        trial.write(archive + "fullchain" + number + ".pem", pair.certificateText());
        trial.write(archive + "privkey" + number + ".pem", Files.readString(pair.key()));
        trial.run("chmod", "-R", "go=", "/etc/letsencrypt");
        trial.run("mkdir", "-p", live);
        for (String file : new String[] {"fullchain", "privkey"}) {
            String target = "../../archive/irc.example.org/" + file + number + ".pem";
            trial.run("ln", "-sfn", target, live + file + ".pem");
        }
        trial.run("env", "RENEWED_LINEAGE=" + live, "sh", "/run/hook");
        return pair.serial();
    }

    private BigInteger served() {
        String text = trial.run(
                "sh",
                "-c",
                "openssl s_client -connect 127.0.0.1:8443 </dev/null 2>/dev/null | openssl x509 -noout -serial");
        return new BigInteger(text.strip().replace("serial=", ""), 16);
    }

    private void dropIn(String heading) {
        trial.write(
                DROP_INS + "local.conf",
                DocSnippet.of("install.md", heading, "ini").text());
        trial.run("systemctl", "daemon-reload");
    }

    private void assertNotUnderRoot() {
        String status = trial.run("cat", "/proc/" + trial.show("MainPID") + "/status");
        Matcher uid = Pattern.compile("Uid:\\s+(\\d+)").matcher(status);
        assertTrue(uid.find() && !uid.group(1).equals("0"), status);
        assertTrue(status.contains("CapEff:\t0000000000000000"), status);
        assertTrue(status.contains("NoNewPrivs:\t1"), status);
        assertTrue(status.contains("Seccomp:\t2"), status);
    }

    private String get(String url) {
        return trial.run("curl", "--silent", "--show-error", url);
    }

    private Result tryGet(String url) {
        return trial.tryIt("curl", "--silent", url);
    }
}
