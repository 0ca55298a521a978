package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.AttributeChangeNotification;
import javax.management.AttributeChangeNotificationFilter;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Remote JMX as operators use it: the JDK's client and jmxterm, in both roles, over one port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RemoteJmxIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private TestCertificate live;
    private RemoteService guarded;

    @BeforeAll
    void start() throws IOException {
        live = TestCertificate.make(folder, "first", TestCertificate.Key.EC_PKCS8)
                .copyTo(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
        guarded = RemoteService.guarded(folder, live);
    }

    @AfterAll
    void stop() throws IOException {
        guarded.close();
    }

    @Test
    void anOperatorReadsOperatesAndIsTold() throws Exception {
        Queue<AttributeChangeNotification> told = new ConcurrentLinkedQueue<>();
        AttributeChangeNotificationFilter onlyRoutable = new AttributeChangeNotificationFilter();
        onlyRoutable.enableAttribute("Routable");
        try (RemoteClient client = as(RemoteService.OPERATOR)) {
            client.operate("poll");
            assertEquals(true, client.read("Routable"));
            client.server()
                    .addNotificationListener(
                            RemoteClient.HEALTH,
                            (notification, handback) -> told.add((AttributeChangeNotification) notification),
                            onlyRoutable,
                            null);
            client.operate("enterMaintenance", "kernel upgrade");
            assertEquals("kernel upgrade", client.read("MaintenanceReason"));
            Await.until("told", SOON, () -> !told.isEmpty());
            assertEquals("maintenance", told.element().getUserData());
            client.operate("leaveMaintenance");
            assertEquals(false, client.read("Maintenance"));
        }
        assertTrue(guarded.output().contains("remote JMX: connected: op"), guarded.output());
    }

    @Test
    void aReaderReadsEverythingAndOperatesNothing() throws Exception {
        try (RemoteClient client = as(RemoteService.READER)) {
            for (ObjectName name : client.server().queryNames(new ObjectName("ircd.health:*"), null)) {
                for (var attribute : client.server().getMBeanInfo(name).getAttributes()) {
                    assertDoesNotThrow(() -> client.server().getAttribute(name, attribute.getName()));
                }
            }
            assertThrows(SecurityException.class, () -> client.operate("poll"));
            assertThrows(SecurityException.class, () -> client.operate("enterMaintenance", "x"));
            assertEquals(false, client.read("Maintenance"));
        }
    }

    /** What the JDK's readwrite role may do elsewhere: load code, write files, take what makes the service blind. */
    @Test
    void anOperatorCannotReachBeyondOurBeans() throws Exception {
        ObjectName diagnostics = new ObjectName("com.sun.management:type=DiagnosticCommand");
        ObjectName heap = new ObjectName("com.sun.management:type=HotSpotDiagnostic");
        try (RemoteClient client = as(RemoteService.OPERATOR)) {
            var server = client.server();
            assertThrows(SecurityException.class, () -> server.invoke(diagnostics, "vmVersion", null, null));
            assertThrows(
                    SecurityException.class,
                    () -> server.invoke(heap, "dumpHeap", new Object[] {"/nowhere", true}, new String[] {
                        "java.lang.String", "boolean"
                    }));
            assertThrows(
                    SecurityException.class,
                    () -> server.createMBean("javax.management.timer.Timer", new ObjectName("a:type=b")));
            assertThrows(SecurityException.class, () -> server.unregisterMBean(RemoteClient.HEALTH));
            server.invoke(new ObjectName("java.lang:type=Memory"), "gc", null, null);
        }
    }

    @Test
    void whoHasNotTheRightPasswordIsRefusedAndCounted() {
        assertThrows(SecurityException.class, () -> as(new String[] {"op", "guess"}));
        assertThrows(SecurityException.class, () -> as(new String[] {"nobody", "secret"}));
        assertThrows(SecurityException.class, () -> as(null));
        assertTrue(guarded.output().contains("remote JMX: a login failed"), guarded.output());
    }

    @Test
    void aPasswordThatWasChangedCountsAtOnceAndNoneStaysReadable() throws Exception {
        String[] changed = {"op", "another"};
        try {
            Path file = RemoteService.passwords(folder, "op another", "ro guess");
            as(changed).close();
            assertThrows(SecurityException.class, () -> as(RemoteService.OPERATOR));
            assertFalse(Files.readString(file).contains("another"), "the JDK puts hashes in the place of passwords");
        } finally {
            RemoteService.passwords(folder, "op secret", "ro guess");
        }
    }

    @Test
    void aNewCertificateIsServedAndOldConnectionsGoOn() throws Exception {
        TestCertificate next = TestCertificate.make(folder, "next", TestCertificate.Key.RSA_PKCS1);
        try (RemoteClient before = as(RemoteService.READER)) {
            assertEquals(live.serial(), guarded.tls().servedSerial());
            live.replaceWith(next);
            Await.until("new certificate served", SOON, () -> guarded.tls()
                    .servedSerial()
                    .equals(next.serial()));

            before.read("Routable");
            as(RemoteService.READER).close();
        }
    }

    /** Neither the service's address nor one of this host's own is that of the tunnel. */
    @Test
    void everythingPassesThroughATunnelOfOnePort() throws Exception {
        try (RemoteService service = RemoteService.open("--jmx-listen", "127.0.0.2:0", "--jmx-advertise", "127.0.0.3");
                Forwarder tunnel = new Forwarder("127.0.0.3", new InetSocketAddress("127.0.0.2", service.port()))) {
            RemoteClient client = RemoteClient.connect("127.0.0.3", service.port(), false, null);
            client.read("Routable");
            assertTrue(tunnel.connections() > 0);

            tunnel.cut();
            assertThrows(IOException.class, () -> client.read("Routable"));
        }
    }

    @Test
    void withoutPasswordItCanOnlyBeRead() throws Exception {
        try (RemoteService service = RemoteService.open();
                RemoteClient client = RemoteClient.connect("127.0.0.1", service.port(), false, null)) {
            assertEquals(false, client.read("Maintenance"));
            assertThrows(SecurityException.class, () -> client.operate("enterMaintenance", "x"));
        }
    }

    @Test
    void jmxtermReadsAndOperates() throws Exception {
        Path script = Files.writeString(
                folder.resolve("script"),
                """
                bean ircd.health:type=Health
                run enterMaintenance by-jmxterm
                get -s MaintenanceReason
                run leaveMaintenance
                get -s S2sReason Links
                """);
        Path trusted = folder.resolve("trusted.p12");
        Files.deleteIfExists(trusted);
        Commands.check(
                jdk("keytool"),
                "-importcert",
                "-noprompt",
                "-file",
                live.certificate().toString(),
                "-keystore",
                trusted.toString(),
                "-storepass",
                "changeit");
        List<String> command = new ArrayList<>(List.of(
                jdk("java"),
                "-Djavax.net.ssl.trustStore=" + trusted,
                "-Djavax.net.ssl.trustStorePassword=changeit",
                "-jar",
                System.getProperty("jmxterm.jar")));
        command.addAll(List.of("-l", "localhost:" + guarded.port(), "-s", "-u", "op", "-p", "secret"));
        command.addAll(List.of("-n", "-e", "-v", "silent", "-i", script.toString()));
        Commands.Result jmxterm = Commands.run(command);

        assertEquals(0, jmxterm.exitCode(), jmxterm.output());
        assertTrue(jmxterm.output().contains("by-jmxterm"), jmxterm.output());
    }

    @Test
    void beyondLoopbackItDoesNotStartWithoutPasswordAndTls() {
        Commands.Result start = Commands.run(
                List.of(jdk("java"), "-jar", JavaProcess.jar(), "--allow-http", "--jmx-listen", "0.0.0.0:0"));

        assertEquals(2, start.exitCode(), start.output());
        assertTrue(start.output().contains("--jmx-listen 0.0.0.0:0: beyond loopback it needs --jmx-password-file"));
    }

    private RemoteClient as(String[] credentials) throws IOException {
        return RemoteClient.connect("localhost", guarded.port(), true, credentials);
    }

    private static String jdk(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }
}
