package ircd.health.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service manager hears of the service. {@link SystemdIT} shows what systemd makes of it. */
final class NotifyIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ROUTABLE = "STATUS=routable; clients: ok; server links: ok";

    private final Path folder;
    private final String path;

    NotifyIT(@TempDir Path folder) {
        this.folder = folder;
        path = folder.resolve("notify").toString();
    }

    @Test
    void itIsReadyWhenTheFirstPollIsDoneAndNotBefore() throws IOException {
        try (ServerSocket daemon = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                NotifyReceiver manager = new NotifyReceiver("@ircd-health-" + UUID.randomUUID());
                ServiceProcess service = ServiceProcess.startUnder(
                        manager.env(),
                        "--allow-http",
                        "--s2s-ports",
                        "none",
                        "--client-check",
                        "irc",
                        "--irc-reply-timeout-ms",
                        "60000",
                        "--client-port",
                        String.valueOf(daemon.getLocalPort()))) {
            daemon.setSoTimeout((int) SOON.toMillis()); // in live mode, too, nobody has to ask before it polls
            try (Socket asked = daemon.accept()) {
                asked.getInputStream().read();
                assertEquals(List.of(), manager.lines());

                asked.getOutputStream().write(":hub 451 * :You have not registered\r\n".getBytes(US_ASCII));
            }
            manager.await("READY=1", SOON);
            assertTrue(manager.lines().contains(ROUTABLE), () -> manager.lines().toString());

            assertEquals(143, service.stop());
            List<String> heard = manager.lines();
            assertEquals(
                    List.of("STOPPING=1", "STATUS=the service ends"), heard.subList(heard.size() - 2, heard.size()));
        }
    }

    @Test
    void aPollerThatHangsGivesNoSignOfLife() throws IOException {
        CopiedTables tables = new CopiedTables(folder, Path.of("/proc/net"));
        tables.copy();
        try (AcceptingDaemon daemon = new AcceptingDaemon();
                NotifyReceiver manager = new NotifyReceiver(path);
                ServiceProcess service = ServiceProcess.startUnder(
                        manager.env("WATCHDOG_USEC=1000000"),
                        "--allow-http",
                        "--client-port",
                        daemon.port(),
                        "--poll-interval",
                        "5",
                        "--proc-net",
                        folder.toString())) {
            manager.await("WATCHDOG_USEC=15500000", SOON); // shorter ones would end it though it is well
            awaitSigns(manager, service, 2);

            // Who opens this to read waits for one who opens it to write.
            Path fifo = folder.resolve("fifo");
            Path tcp = folder.resolve("tcp");
            Commands.check("mkfifo", fifo.toString());
            Commands.check("mv", fifo.toString(), tcp.toString());
            Await.until("a poll that waits", SOON, () -> threads(service).contains("UnixNativeDispatcher.open0"));
            long signs = manager.count("WATCHDOG=1");
            Await.pass(Duration.ofSeconds(6)); // more than --poll-interval, in which a sign of life would be due
            assertEquals(signs, manager.count("WATCHDOG=1"));

            Commands.check("mv", tcp.toString(), fifo.toString());
            tables.copy();
            Files.writeString(fifo, "");
            awaitSigns(manager, service, signs + 1);
        }
    }

    @Test
    void whileItDrainsItAsksForTheTimeToDoSo() {
        try (AcceptingDaemon daemon = new AcceptingDaemon();
                NotifyReceiver manager = new NotifyReceiver(path);
                ServiceProcess service = start(manager.env(), daemon, "--drain-seconds", "1")) {
            manager.await("READY=1", SOON);
            service.process().terminate();
            manager.await("EXTEND_TIMEOUT_USEC=11000000", SOON);
            assertEquals(
                    1,
                    manager.count("STATUS=not routable; maintenance: SIGTERM: the service ends in 1 s;"
                            + " clients: ok; server links: ok"));
            assertEquals(143, service.process().awaitEnd());
            assertEquals(1, manager.count("STATUS=the service ends"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOTIFY_SOCKET=/no/such/socket | systemd does not hear of this service, which goes on:"
                        + " NOTIFY_SOCKET=/no/such/socket: there is no such socket",
                "NOTIFY_SOCKET=garbage | systemd is told nothing: NOTIFY_SOCKET=garbage: this is no path and no abstract name",
            })
    void whatCannotBeToldIsOneLineAndHarmsNothing(String variable, String line) {
        try (AcceptingDaemon daemon = new AcceptingDaemon();
                ServiceProcess service = start(List.of("env", variable), daemon)) {
            service.process().await(Pattern.compile("(" + Pattern.quote(line) + ")"), SOON);
            service.awaitStatus(200, SOON);
            service.process().terminate();
            assertEquals(143, service.process().awaitEnd());
            assertEquals(
                    1,
                    service.lines().stream()
                            .filter(l -> l.contains("NOTIFY_SOCKET"))
                            .count(),
                    service.output());
        }
    }

    @Test
    void withoutTheNativeLibraryItSaysWhatToDo() {
        try (AcceptingDaemon daemon = new AcceptingDaemon();
                NotifyReceiver manager = new NotifyReceiver(path);
                ServiceProcess service = start(
                        manager.env("JAVA_TOOL_OPTIONS=-Dircd.health.shaded.io.netty.transport.noNative=true"),
                        daemon)) {
            service.process()
                    .await(Pattern.compile("(systemd is told nothing: .*set Type=exec and WatchdogSec=0)"), SOON);
            service.awaitStatus(200, SOON);
            assertEquals(List.of(), manager.lines());
        }
    }

    @Test
    void neitherCheckNorAGuestNorTheDemoSpeaksForTheService() throws IOException {
        try (AcceptingDaemon daemon = new AcceptingDaemon();
                NotifyReceiver manager = new NotifyReceiver(path)) {
            try (JavaProcess check = new JavaProcess(
                    manager.env(),
                    List.of(
                            "-jar",
                            JavaProcess.jar(),
                            "check",
                            "--client-port",
                            daemon.port(),
                            "--s2s-ports",
                            "none"))) {
                assertEquals(0, check.awaitEnd());
            }
            String agent = "-javaagent:" + JavaProcess.jar()
                    + "=--listen 127.0.0.1:0 --metrics-listen none --allow-http --mode cached --s2s-ports none --client-port "
                    + daemon.port();
            String tests = Path.of("target", "test-classes").toString();
            try (JavaProcess host =
                    new JavaProcess(manager.env(), List.of(agent, "-cp", tests, HostMain.class.getName()))) {
                host.await(Pattern.compile("(Routable: false -> true)"), SOON);
                host.input().close();
                assertEquals(0, host.awaitEnd());
            }
            assertEquals(List.of(), manager.lines());
        }
    }

    private static ServiceProcess start(List<String> before, AcceptingDaemon daemon, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--allow-http", "--client-port", daemon.port(), "--s2s-ports", "none", "--mode", "cached"));
        arguments.addAll(List.of(more));
        return ServiceProcess.startUnder(before, arguments.toArray(String[]::new));
    }

    private static String threads(ServiceProcess service) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Commands.check(jcmd, Long.toString(service.process().pid()), "Thread.print");
    }

    /** In live mode each request is a poll, of which one a second is told. */
    private static void awaitSigns(NotifyReceiver manager, ServiceProcess service, long atLeast) {
        Await.until(atLeast + " signs of life", SOON, () -> {
            service.health();
            return manager.count("WATCHDOG=1") >= atLeast;
        });
    }
}
