import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All who come and go, each in a thread of its own, at a pace that takes a fifth of a core. */
final class SoakClients {
    private static final int SLOW_CLIENTS = 4;
    private static final int KEPT_CONNECTIONS = 2;

    private final SoakTally tally;
    private final SoakProbes probes;
    private final SoakFoes foes;
    private final SoakJmx jmx;
    private final SoakCertificates certificates;
    private final SoakStory story;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    SoakClients(SoakTally tally, Path folder, SoakJmx jmx, SoakCertificates certificates, String hub) throws Exception {
        this.tally = tally;
        this.jmx = jmx;
        this.certificates = certificates;
        this.probes = new SoakProbes(tally, () -> running);
        this.foes = new SoakFoes(tally);
        this.story = new SoakStory(tally, probes, folder, hub);
        story.begin();
    }

    void start() {
        running = true;
        loop(0, "chapter", story::tell);
        loop(0, "renewal", certificates::renew);
        loop(200, "fresh connection", probes::fresh);
        for (int i = 0; i < KEPT_CONNECTIONS; i++) {
            loop(0, "kept connection", probes::keptAlive);
        }
        for (int i = 0; i < SLOW_CLIENTS; i++) {
            loop(500, "client that stops or leaves", foes::next);
        }
        loop(1000, "scrape", probes::scrape);
        loop(2000, "page", probes::page);
        loop(2000, "JMX: visit", jmx::visit);
        loop(10_000, "JMX: a wrong password", jmx::guess);
        loop(10_000, "JMX: a handshake and no more", jmx::touch);
        loop(15_000, "jcmd", jmx::jcmd);
    }

    private void loop(long pauseMillis, String what, SoakTally.Deed deed) {
        Thread thread = new Thread(
                () -> {
                    while (running) {
                        tally.doing(what, deed);
                        pause(pauseMillis);
                    }
                },
                what);
        threads.add(thread);
        thread.start();
    }

    private void pause(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (running && System.nanoTime() - end < 0) {
            try {
                Thread.sleep(Math.min(millis, 100));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e); // nobody does
            }
        }
    }

    /** Blocks until all have ended what they were at. */
    void stop() throws InterruptedException {
        running = false;
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
        probes.expect(0);
    }
}
