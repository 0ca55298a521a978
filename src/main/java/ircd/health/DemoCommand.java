package ircd.health;

import ircd.health.demo.DemoCertificate;
import ircd.health.demo.DemoNetwork;
import ircd.health.demo.LoopbackListener;
import ircd.health.demo.Scenario;
import ircd.health.demo.Stage;
import ircd.health.demo.Story;
import ircd.health.demo.StoryTeller;
import ircd.health.demo.Timetable;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A newcomer's first minute: two stand-ins for daemons, the service over them, and what to open next. */
final class DemoCommand {
    private static final int MOST_TIMES_FASTER = 5;

    private final Scenario scenario;
    private final Timetable times;

    private DemoCommand(Scenario scenario, Timetable times) {
        this.scenario = scenario;
        this.times = times;
    }

    static DemoCommand read(DemoOptions options, Mistakes mistakes) {
        Scenario scenario = new Value("--scenario", options.scenario, mistakes).oneOf(Scenario.class);
        int faster = new Value("--times-faster", options.timesFaster, mistakes).integer(1, MOST_TIMES_FASTER);
        return new DemoCommand(scenario, Timetable.DEFAULT.dividedBy(faster));
    }

    /** Runs until the result is closed. */
    AutoCloseable start(PrintStream out) throws StartException {
        Closers closers = new Closers();
        try {
            Options ports = new Options();
            DemoNetwork network = closers.add(
                    DemoNetwork.start(Integer.parseInt(ports.clientPort), Integer.parseInt(ports.s2sPorts)));
            DemoCertificate certificate =
                    scenario == Scenario.EXPIRED ? closers.add(DemoCertificate.endingIn(times.fault())) : null;
            int listen = freePort(8080);
            int metrics = freePort(9679);
            out.println(introduction(network, certificate, listen, metrics));
            Service service = closers.add(Service.start(
                    config(network, certificate, listen, metrics),
                    ManagementFactory.getPlatformMBeanServer(),
                    Map.of()));
            service.housekeeping().start();
            closers.add(StoryTeller.start(Story.of(scenario, times, stage(network, certificate)), out));
            return closers;
        } catch (IOException e) {
            closers.close();
            throw new StartException("the demo cannot start: " + e.getMessage());
        } catch (StartException e) {
            closers.close();
            throw e;
        }
    }

    private Config config(DemoNetwork network, @Nullable DemoCertificate certificate, int listen, int metrics) {
        Options options = new Options();
        options.listen = "127.0.0.1:" + listen;
        options.clientPort = Integer.toString(network.hubClientPort());
        options.s2sPorts = Integer.toString(network.hubServerPort());
        options.stableDuration = Long.toString(times.stable().toSeconds());
        options.mode = "cached";
        options.metricsListen = "127.0.0.1:" + metrics;
        if (certificate == null) {
            options.allowHttp = true;
        } else {
            options.cert = certificate.cert().toString();
            options.key = certificate.key().toString();
            options.reloadCheckInterval = "5";
        }
        return ConfigReader.read(options, new Mistakes()).withPollInterval(Duration.ofSeconds(1));
    }

    private static String introduction(
            DemoNetwork network, @Nullable DemoCertificate certificate, int listen, int metrics) {
        String curl = certificate == null ? "curl -i http://" : "curl -i --cacert " + certificate.cert() + " https://";
        String health = curl + "127.0.0.1:" + listen + "/health";
        int width = Math.max(41, health.length());
        String open = "  %-" + width + "s  %s%n";
        return "Two small stand-ins for IRC daemons run on 127.0.0.1:%n".formatted()
                + network.describe()
                + "%nircd-health judges the hub every second. Open next, in a browser or another terminal:%n%n"
                        .formatted()
                + open.formatted("http://127.0.0.1:" + metrics + "/", "the page for people: all of it at a glance")
                + open.formatted(health, "what a load balancer sees")
                + open.formatted("curl http://127.0.0.1:" + metrics + "/metrics", "what Prometheus sees")
                + open.formatted(
                        "jconsole " + ProcessHandle.current().pid(),
                        "what operators see: tab MBeans, ircd.health, Health")
                + "%nCtrl-C ends it.%n".formatted();
    }

    private static Stage stage(DemoNetwork network, @Nullable DemoCertificate certificate) {
        return new Stage() {
            @Override
            public void link() throws IOException {
                network.link();
            }

            @Override
            public void unlink() throws IOException {
                network.unlink();
            }

            @Override
            public void freeze(boolean freeze) {
                network.freeze(freeze);
            }

            @Override
            public void renewCertificate() throws IOException {
                if (certificate != null) {
                    certificate.renew();
                }
            }
        };
    }

    private static int freePort(int preferred) throws IOException {
        try (ServerSocket probe = LoopbackListener.open(preferred)) {
            return probe.getLocalPort();
        }
    }
}
