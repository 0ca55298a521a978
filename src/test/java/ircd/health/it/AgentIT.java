package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As a guest of another JVM, which must not be harmed. */
@ResourceLock(Ports.DEFAULTS)
final class AgentIT {
    private static final Pattern RUNS = Pattern.compile("(host runs)");
    private static final Pattern DOES_NOT_RUN = Pattern.compile("(ircd-health does not run.*)");
    private static final String OPTIONS =
            "--listen 127.0.0.1:0 --metrics-listen 127.0.0.1:0 --jmx-listen 127.0.0.1:0 --allow-http";

    @Test
    void itServesBesideItsHostAndNeverKeepsItAlive() throws Exception {
        try (JavaProcess host = host(OPTIONS)) {
            URI health = URI.create(host.await(ServiceProcess.LISTENING, Hosts.SOON));
            assertEquals(503, new HealthClient(health).ask().status());
            int jmx = Integer.parseInt(host.await(Pattern.compile("remote JMX on \\S+:(\\d+) "), Hosts.SOON));
            RemoteClient.connect("127.0.0.1", jmx, false, null).read("Routable");

            assertEquals(0, Hosts.end(host));
            assertTrue(host.output().contains("host ends"), host.output());
        }
    }

    @Test
    void aRenewedCertificateIsServedThereToo(@TempDir Path folder) {
        TestCertificate live = TestCertificate.make(folder, "live", TestCertificate.Key.EC_PKCS8);
        TestCertificate next = TestCertificate.make(folder, "next", TestCertificate.Key.EC_PKCS8);
        String tls = " --reload-check-interval 5 --cert " + live.certificate() + " --key " + live.key();
        try (JavaProcess host = host(Hosts.OPTIONS + tls)) {
            HealthClient client = new HealthClient(URI.create(host.await(ServiceProcess.LISTENING, Hosts.SOON)));
            assertEquals(live.serial(), client.servedSerial());
            live.replaceWith(next);
            Await.until("the new one", Hosts.SOON, () -> client.servedSerial().equals(next.serial()), host::output);
        }
    }

    @Test
    void itDoesNotDelayTheEndOfItsHost() throws IOException {
        try (JavaProcess host = host(OPTIONS + " --drain-seconds 3600")) {
            host.await(ServiceProcess.LISTENING, Hosts.SOON);
            host.terminate();
            assertEquals(143, host.awaitEnd());
            assertTrue(host.output().contains("--drain-seconds has no effect inside another JVM"), host.output());
        }
    }

    @Test
    void itSetsNoSystemProperty() throws IOException {
        String without = propertiesOf(host(null));
        String with;
        try (JavaProcess host = host(OPTIONS)) {
            String metrics = host.await(ServiceProcess.METRICS, Hosts.SOON);
            assertEquals(200, new HealthClient(URI.create(metrics)).ask().status());
            with = propertiesOf(host);
        }
        // The JDK sets this one by itself when a log line first shows the time of day.
        assertEquals(without, with.replace(", user.timezone", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--client-port 0 --mode x --allow-http | --client-port 0: must be 1 to 65535; --mode x: must be live or cached",
                "--listen 127.0.0.1:0 | no --cert and --key: give both for HTTPS, or --allow-http for plain HTTP",
                "@/no/such.conf --allow-http | @/no/such.conf: no such file",
                "--cert /no/such.pem --key '/no/such key.pem' | --cert /no/such.pem: there is no such file",
            })
    void whatKeepsItFromRunningIsOneLineAndTheHostGoesOn(String options, String why) throws IOException {
        try (JavaProcess host = host(options)) {
            String line = host.await(DOES_NOT_RUN, Hosts.SOON);
            assertTrue(line.contains(why), line);
            assertHostGoesOn(host);
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsOneLineAndTheHostGoesOn(@TempDir Path folder) throws IOException {
        TestCertificate one = TestCertificate.make(folder, "one", TestCertificate.Key.EC_PKCS8);
        TestCertificate other = TestCertificate.make(folder, "other", TestCertificate.Key.EC_PKCS8);
        try (JavaProcess host = host("--cert " + one.certificate() + " --key " + other.key())) {
            String line = host.await(DOES_NOT_RUN, Hosts.SOON);
            assertTrue(line.contains("the key does not belong to the certificate in " + one.certificate()), line);
            assertHostGoesOn(host);
        }
    }

    @Test
    void aPortThatIsTakenIsOneLineAndTheHostGoesOn() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                JavaProcess host = host("--listen 127.0.0.1:" + taken.getLocalPort() + " --allow-http")) {
            String line = host.await(DOES_NOT_RUN, Hosts.SOON);
            assertTrue(line.contains("--listen 127.0.0.1:" + taken.getLocalPort()), line);
            assertHostGoesOn(host);
        }
    }

    @Test
    void aSecondOneInTheSameJvmSaysSoAndDoesNothing() throws IOException {
        String agent = Hosts.agent(OPTIONS);
        try (JavaProcess host = Hosts.start(Hosts.testClasses(), HostMain.class, List.of(agent, agent))) {
            host.await(ServiceProcess.LISTENING, Hosts.SOON);
            String line = host.await(Pattern.compile("(ircd-health runs in this JVM already.*)"), Hosts.SOON);
            assertTrue(line.endsWith("; ignored: " + OPTIONS), line);
            assertEquals(0, Hosts.end(host));
        }
    }

    @Test
    void itCanBeAttachedToAJvmThatRuns() throws Exception {
        try (JavaProcess host = host(null)) {
            host.await(RUNS, Hosts.SOON);
            VirtualMachine machine = VirtualMachine.attach(Long.toString(host.pid()));
            machine.loadAgent(JavaProcess.jar(), OPTIONS);
            machine.detach();

            URI health = URI.create(host.await(ServiceProcess.LISTENING, Hosts.SOON));
            assertEquals(503, new HealthClient(health).ask().status());
            assertEquals(0, Hosts.end(host));
        }
    }

    private static void assertHostGoesOn(JavaProcess host) throws IOException {
        host.await(RUNS, Hosts.SOON);
        assertEquals(0, Hosts.end(host));
        assertEquals(
                1,
                host.lines().stream()
                        .filter(line -> line.contains("does not run"))
                        .count(),
                host.output());
        assertTrue(!host.output().contains("\tat "), host.output());
    }

    private static String propertiesOf(JavaProcess host) throws IOException {
        host.await(RUNS, Hosts.SOON);
        host.input().write('\n');
        host.input().flush();
        String properties = host.await(Pattern.compile("properties (.*)"), Hosts.SOON);
        host.awaitEnd();
        return properties;
    }

    /** @param options null for a host without the agent */
    private static JavaProcess host(String options) {
        return Hosts.start(
                Hosts.testClasses(), HostMain.class, options == null ? List.of() : List.of(Hosts.agent(options)));
    }
}
