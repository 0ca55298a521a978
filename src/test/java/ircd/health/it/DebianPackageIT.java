package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of the Debian package on a fresh Debian 12, from its installation to its purge: one step after the other, on one
 * system. systemd is not there; a stand-in of systemctl writes down what is asked of it, and the service is started as its
 * unit says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
final class DebianPackageIT {
    private static final String UNIT_FILE = "/lib/systemd/system/ircd-health.service";
    private static final String WANTED = "/etc/systemd/system/multi-user.target.wants/ircd-health.service";
    private static final String CONFIGURATION =
            """
            --listen 127.0.0.1:8443
            --s2s-ports none
            --cert /etc/ircd-health/tls/fullchain.pem
            --key /etc/ircd-health/tls/privkey.pem
            """;
    private static final Duration SOON = Duration.ofSeconds(30);

    private Path folder;
    private DebianPackage built;
    private DebianRoot root;
    private List<String> before;

    @BeforeAll
    void startRoot(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Daemons.requireRoot();
        Daemons.require("dpkg-deb", "lintian", "openssl", "nc", "curl");
        built = DebianPackage.built();
        root = DebianRoot.start(Files.createDirectory(folder.resolve("debian")));
        root.copyIn(built.file(), "/root/ircd-health.deb");
        root.sh(
                """
                mkdir -p /run/systemd/system
                printf '#!/bin/sh\\necho "$@" >>/root/systemctl\\n' >/usr/bin/systemctl
                chmod 755 /usr/bin/systemctl
                echo force-confold >/etc/dpkg/dpkg.cfg.d/nobody-there-to-ask
                """);
        before = root.listing();
    }

    @AfterAll
    void stopRoot() {
        if (root != null) {
            root.close();
        }
    }

    @Test
    void lintianFindsNothing() {
        assertEquals(
                "",
                Commands.check(
                        "lintian",
                        "--allow-root",
                        "--pedantic",
                        "--display-info",
                        "--fail-on",
                        "error,warning,info,pedantic",
                        built.file().toString()));
    }

    @Test
    void noLinkOfTheDocumentationLeadsOutOfThePackage() throws IOException {
        Path installed = Path.of("/usr/share/doc/ircd-health");
        Path sources = Path.of(JavaProcess.jar()).resolveSibling("deb").resolve("doc");
        List<Path> contents = built.contents();
        List<String> lost = new ArrayList<>();
        for (Path page : contents) {
            if (page.startsWith(installed) && page.toString().endsWith(".md")) {
                String text = Files.readString(sources.resolve(installed.relativize(page)));
                Matcher link =
                        Pattern.compile("]\\((?!https?:)([^)#]+)[^)]*\\)").matcher(text);
                while (link.find()) {
                    Path target = page.resolveSibling(link.group(1)).normalize();
                    if (!contents.contains(target)) {
                        lost.add(page + ": " + target);
                    }
                }
            }
        }
        assertEquals(List.of(), lost);
    }

    @Test
    @Order(1)
    void installedItIsNeitherEnabledNorStarted() {
        root.sh("apt-get install --yes /root/ircd-health.deb");

        assertEquals("install ok installed " + built.version(), state());
        assertEquals(List.of(), enabled());
        assertEquals(List.of("--system daemon-reload"), askedOfSystemd());
        assertEquals(List.of(), root.programs());
    }

    /** What systemctl was asked to do since the last look. */
    private List<String> askedOfSystemd() {
        return root.sh("touch /root/systemctl; cat /root/systemctl; rm /root/systemctl")
                .lines()
                .toList();
    }

    private String state() {
        return root.sh("dpkg-query --show --showformat='${Status} ${Version}' ircd-health");
    }

    private List<String> enabled() {
        return root.sh("find /etc/systemd -name 'ircd-health*'").lines().toList();
    }

    @Test
    @Order(2)
    void untilItIsConfiguredItSaysWhatIsMissing() {
        Commands.Result result = Commands.run(asTheUnitSays());

        assertEquals(2, result.exitCode(), result.output());
        assertTrue(result.output().contains("no --cert and --key: give both"), result.output());
    }

    private List<String> asTheUnitSays() {
        String user = ofUnit("User");
        List<String> command = new ArrayList<>(
                List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--init-groups", "--no-new-privs", "--"));
        command.addAll(List.of(ofUnit("ExecStart").split(" ")));
        return root.inside(command.toArray(String[]::new));
    }

    private String ofUnit(String key) {
        Matcher line = Pattern.compile("(?m)^" + key + "=(.*)$").matcher(root.sh("cat " + UNIT_FILE));
        assertTrue(line.find(), key);
        return line.group(1);
    }

    @Test
    @Order(3)
    void configuredItServesHttpsAsItsUnitSays() {
        TestCertificate pair = TestCertificate.make(folder, "leaf", TestCertificate.Key.EC_PKCS8);
        root.copyIn(pair.certificate(), "/etc/ircd-health/tls/fullchain.pem");
        root.copyIn(pair.key(), "/etc/ircd-health/tls/privkey.pem");
        root.sh("cd /etc/ircd-health/tls; chgrp ircd-health *; chmod 640 *; echo '" + CONFIGURATION
                + "' >>/etc/ircd-health.conf");

        try (Program daemon = new Program(root.beside(List.of("nc", "-lk", "127.0.0.1", "6667")));
                Program service = new Program(asTheUnitSays())) {
            service.await(ServiceProcess.LISTENING, SOON);
            Await.until("200 over HTTPS", SOON, () -> status().equals("200"));

            assertEquals(143, service.stop(), service.output());
            assertTrue(daemon.isAlive(), daemon.output());
        }
        assertEquals("143", ofUnit("SuccessExitStatus"));
    }

    private String status() {
        return Commands.run(root.beside(List.of(
                        "curl",
                        "--silent",
                        "--insecure",
                        "--max-time",
                        "5",
                        "--output",
                        "/dev/null",
                        "--write-out",
                        "%{http_code}",
                        "https://127.0.0.1:8443/health")))
                .output();
    }

    @Test
    @Order(4)
    void anUpgradeKeepsTheConfigurationAndRestartsWhatRuns() {
        enable();
        root.copyIn(built.next(folder).file(), "/root/next.deb");
        root.sh("apt-get install --yes /root/next.deb");

        assertEquals("install ok installed " + built.version() + "+next", state());
        assertTrue(root.sh("cat /etc/ircd-health.conf").contains(CONFIGURATION));
        assertEquals(List.of(WANTED), enabled());
        assertEquals(List.of("--system daemon-reload", "try-restart ircd-health.service"), askedOfSystemd());
    }

    /** As {@code systemctl enable} does. */
    private void enable() {
        root.sh("mkdir -p $(dirname " + WANTED + "); ln -s " + UNIT_FILE + " " + WANTED);
        assertEquals(List.of(WANTED), enabled());
    }

    @Test
    @Order(5)
    void anotherJavaHasTheClassArchiveMadeAnew() {
        root.copyIn(DebianPackage.anotherJava(folder).file(), "/root/another-java.deb");
        root.sh("rm /var/cache/ircd-health/ircd-health.jsa; dpkg --install /root/another-java.deb");

        root.sh("test -s /var/cache/ircd-health/ircd-health.jsa; dpkg --purge another-java");
    }

    @Test
    @Order(6)
    void removedAndInstalledAgainItIsNotEnabledAndHasItsConfiguration() {
        root.sh("apt-get remove --yes ircd-health");
        assertEquals(List.of(), enabled());
        assertEquals("stop ircd-health.service", askedOfSystemd().get(0));

        root.sh("apt-get install --yes /root/ircd-health.deb");

        assertEquals("install ok installed " + built.version(), state());
        assertEquals(List.of(), enabled());
        assertTrue(root.sh("cat /etc/ircd-health.conf").contains(CONFIGURATION));
    }

    @Test
    @Order(7)
    void purgedItLeavesNothing() {
        enable();
        root.sh("mkdir /var/log/ircd-health"); // as systemd does for LogsDirectory=
        root.sh("apt-get purge --yes ircd-health");

        List<String> after = root.listing();
        List<String> left = new ArrayList<>(after);
        left.removeAll(before);
        assertEquals(List.of(), left);
        List<String> missing = new ArrayList<>(before);
        missing.removeAll(after);
        assertEquals(List.of(), missing);
    }

    /** On a system of its own: made ready by hand before, with a cache that cannot be written, and purged while it runs. */
    @Test
    void oddThingsDoNotFailTheInstallation(@TempDir Path other) {
        try (DebianRoot odd = DebianRoot.start(other)) {
            odd.copyIn(built.file(), "/root/ircd-health.deb");
            String said = odd.sh(
                    """
                    useradd --system --user-group --home-dir /nonexistent ircd-health
                    mount -t tmpfs -o ro tmpfs /var/cache
                    dpkg --install /root/ircd-health.deb
                    ircd-health check --help
                    umount /var/cache
                    """);
            assertTrue(said.contains("no class archive"), said);

            odd.sh(
                    """
                    rm /etc/ircd-health.conf
                    dpkg --install /root/ircd-health.deb
                    test ! -e /etc/ircd-health.conf
                    test -s /var/cache/ircd-health/ircd-health.jsa
                    """);

            // A process that systemd knows nothing of keeps the user from going, and nothing else.
            odd.sh(
                    """
                    setpriv --reuid=ircd-health --regid=ircd-health --clear-groups sleep 60 >/dev/null 2>&1 &
                    dpkg --purge ircd-health
                    kill $!
                    test ! -e /var/cache/ircd-health
                    dpkg --install /root/ircd-health.deb
                    dpkg --purge ircd-health
                    ! getent passwd ircd-health
                    """);
        }
    }
}
