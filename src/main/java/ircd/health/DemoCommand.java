package ircd.health;

import ircd.health.demo.DemoNetwork;
import ircd.health.demo.LoopbackListener;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A newcomer's first minute: two stand-ins for daemons, the service over them, and what to open next. */
final class DemoCommand {
    /** Scenarios; each begins with a link after three seconds. */
    enum Scenario {
        LINK,
        SPLIT,
        HANG
    }

    private static final Duration LINK_AFTER = Duration.ofSeconds(3);
    private static final Duration STABLE_AFTER = Duration.ofSeconds(5);
    private static final Duration FAULT_AFTER = Duration.ofSeconds(25);
    private static final Duration REPAIR_AFTER = Duration.ofSeconds(45);

    private final Scenario scenario;

    private DemoCommand(Scenario scenario) {
        this.scenario = scenario;
    }

    static DemoCommand read(DemoOptions options, Mistakes mistakes) {
        return new DemoCommand(new Value("--scenario", options.scenario, mistakes).oneOf(Scenario.class));
    }

    /** Runs until the result is closed. */
    AutoCloseable start(PrintStream out) throws StartException {
        Closers closers = new Closers();
        try {
            Options ports = new Options();
            DemoNetwork network = closers.add(
                    DemoNetwork.start(Integer.parseInt(ports.clientPort), Integer.parseInt(ports.s2sPorts)));
            int listen = freePort(8080);
            int metrics = freePort(9679);
            out.println(introduction(network, listen, metrics));
            closers.add(Service.start(config(network, listen, metrics), ManagementFactory.getPlatformMBeanServer()));
            play(closers.add(new Story(out)), network);
            return closers;
        } catch (IOException e) {
            closers.close();
            throw new StartException("the demo cannot listen on loopback: " + e.getMessage());
        } catch (StartException e) {
            closers.close();
            throw e;
        }
    }

    private static Config config(DemoNetwork network, int listen, int metrics) {
        Options options = new Options();
        options.listen = "127.0.0.1:" + listen;
        options.clientPort = Integer.toString(network.clientPort());
        options.s2sPorts = Integer.toString(network.serverPort());
        options.stableDuration = Long.toString(STABLE_AFTER.toSeconds());
        options.mode = "cached";
        options.allowHttp = true;
        options.metricsListen = "127.0.0.1:" + metrics;
        return ConfigReader.read(options, new Mistakes()).withPollInterval(Duration.ofSeconds(1));
    }

    private static String introduction(DemoNetwork network, int listen, int metrics) {
        return """
                Two small stand-ins for IRC daemons run on 127.0.0.1: clients on port %d, server links on port %d.
                ircd-health judges the first of them every second. Open next, in another terminal:

                  %-42s what a load balancer sees
                  %-42s what Prometheus sees
                  %-42s what operators see: tab MBeans, ircd.health, Health

                Ctrl-C ends it.
                """
                .formatted(
                        network.clientPort(),
                        network.serverPort(),
                        "curl -i http://127.0.0.1:" + listen + "/health",
                        "curl http://127.0.0.1:" + metrics + "/metrics",
                        "jconsole " + ProcessHandle.current().pid());
    }

    private void play(Story story, DemoNetwork network) {
        story.at(
                LINK_AFTER,
                "the two servers link up: routable from now on, warm in " + STABLE_AFTER.toSeconds() + " s",
                network::link);
        switch (scenario) {
            case LINK -> {}
            case SPLIT -> {
                story.at(FAULT_AFTER, "the link drops", network::unlink);
                story.at(REPAIR_AFTER, "the servers link again", network::link);
            }
            case HANG -> {
                story.at(
                        FAULT_AFTER,
                        "the daemon hangs: it accepts nobody, though a connect still succeeds",
                        () -> network.freeze(true));
                story.at(REPAIR_AFTER, "the daemon goes on", () -> network.freeze(false));
            }
        }
    }

    private static int freePort(int preferred) throws IOException {
        try (ServerSocket probe = LoopbackListener.open(preferred)) {
            return probe.getLocalPort();
        }
    }

    /** What happens when. */
    private static final class Story implements AutoCloseable {
        private final PrintStream out;
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "demo-story");
            thread.setDaemon(true);
            return thread;
        });

        Story(PrintStream out) {
            this.out = out;
        }

        private interface Event {
            void happen() throws IOException;
        }

        void at(Duration after, String what, Event event) {
            timer.schedule(
                    () -> {
                        out.println("--- " + what);
                        event.happen();
                        return what;
                    },
                    after.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }
}
