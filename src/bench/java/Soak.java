import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Months in MINUTES for a service that runs as soak.sh starts it. First everything happens for a quarter of a minute, so that
 * what is opened once is open; then nothing, until what is open is counted; then everything for the MINUTES, while
 * whatever must not grow is measured; then nothing again, until no more is open than before. Exit status 1 if a bound is broken.
 * Usage: Soak FOLDER PID_OF_THE_SERVICE PID_OF_THE_HUB MINUTES
 */
final class Soak {
    /** RMI keeps an idle thread for 5 s. */
    private static final long REST_MILLIS = 7_000;
    private static final long COUNTING_MILLIS = 6_000;
    /** A JMX client that vanished is noticed after two minutes. */
    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(180);
    private static final List<String> AT_REST = List.of("threads", "descriptors", "established", "close-wait", "listening");

    private final SoakTally tally = new SoakTally();
    private final List<String> broken = new ArrayList<>();
    private final Path folder;
    private final SoakProcess service;
    private final SoakJmx jmx;
    private final double minutes;

    private Soak(String folder, String pid, double minutes) throws Exception {
        this.folder = Path.of(folder);
        this.service = new SoakProcess(pid);
        this.jmx = new SoakJmx(tally, pid);
        this.minutes = minutes;
    }

    public static void main(String[] args) throws Exception {
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)); // whatever the locale
        Soak soak = new Soak(args[0], args[1], Double.parseDouble(args[3]));
        System.exit(soak.run(args[2]) ? 0 : 1);
    }

    private boolean run(String hub) throws Exception {
        SoakCertificates certificates = new SoakCertificates(tally, folder);
        SoakClients clients = new SoakClients(tally, folder, jmx, certificates, hub);
        System.out.println("everything once ...");
        clients.start();
        jmx.afterCollection();
        Thread.sleep(10_000);
        clients.stop();
        Map<String, Double> base = atRest();
        Map<String, Integer> baseThreads = service.threads();
        Map<String, Integer> baseOpen = service.open();

        System.out.println("everything for " + minutes + " minutes ...");
        double cpu = service.cpuSeconds();
        double ownCpu = ownCpuSeconds();
        long begun = System.nanoTime();
        SoakTrends trends = new SoakTrends();
        clients.start();
        measure(trends);
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "CPU: the service %.1f %% of a core, its clients %.1f %%%n",
                100 * (service.cpuSeconds() - cpu) / seconds, 100 * (ownCpuSeconds() - ownCpu) / seconds);
        clients.stop();
        trends.write(folder.resolve("soak.tsv"));

        tally.print();
        trends.judge(minutes, warmUpSeconds(), broken);
        judgeRest(base, baseThreads, baseOpen);
        new SoakLog(tally, certificates, SoakMetrics.now(), minutes + 1).judge(folder.resolve("service.log"), broken);
        broken.addAll(tally.wrongs());
        System.out.println();
        broken.forEach(each -> System.out.println("BROKEN: " + each));
        System.out.println(broken.isEmpty() ? "VERDICT: nothing grew, nothing was answered wrongly, nothing said twice" : "VERDICT: " + broken.size() + " bounds broken");
        return broken.isEmpty();
    }

    /** Of an hour the first half: compiled code and the arenas of malloc take so long to reach their size. */
    private double warmUpSeconds() {
        return minutes * 60 / (SoakTrends.isLong(minutes) ? 2 : 4);
    }

    private void measure(SoakTrends trends) throws InterruptedException {
        boolean isLong = SoakTrends.isLong(minutes);
        int sampleSeconds = isLong ? 5 : 1;
        int collectionSeconds = isLong ? 60 : 5;
        int vanishSeconds = 300;
        long seconds = Math.round(minutes * 60);
        long begun = System.nanoTime();
        for (long second = 0; second < seconds; second += sampleSeconds) {
            TimeUnit.NANOSECONDS.sleep(begun + TimeUnit.SECONDS.toNanos(second) - System.nanoTime());
            tally.doing("sample", () -> trends.add(service.sample()));
            if (second % collectionSeconds == 0) {
                tally.doing("collection, by attaching", () -> trends.add(jmx.afterCollection()));
            }
            if (second % vanishSeconds == 0 && seconds - second > vanishSeconds) {
                tally.doing("JMX: a client vanishes", jmx::vanish);
            }
        }
    }

    /** The least of each within some seconds: the poller's own connection comes and goes. */
    private Map<String, Double> atRest() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (service.sample().get("established") > 0 && System.nanoTime() - begun < LONGEST_REST_NANOS) {
            Thread.sleep(250);
        }
        Thread.sleep(REST_MILLIS);
        Map<String, Double> least = service.sample();
        for (long waited = 0; waited < COUNTING_MILLIS; waited += 250) {
            Thread.sleep(250);
            service.sample().forEach((name, value) -> least.merge(name, value, Math::min));
        }
        return least;
    }

    private void judgeRest(Map<String, Double> base, Map<String, Integer> baseThreads, Map<String, Integer> baseOpen)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Map<String, Double> now = service.sample();
        while (!rests(base, now) && System.nanoTime() - begun < LONGEST_REST_NANOS) {
            Thread.sleep(250);
            now = service.sample();
        }
        System.out.printf("%n%-14s %9s %9s  (%.0f s later)%n", "at rest", "before", "after", (System.nanoTime() - begun) / 1e9);
        for (String name : AT_REST) {
            boolean kept = now.get(name) <= base.get(name);
            System.out.printf("%-14s %9.0f %9.0f%s%n", name, base.get(name), now.get(name), kept ? "" : "  BROKEN");
            if (!kept) {
                broken.add(String.format("%s at rest: %.0f before, %.0f after", name, base.get(name), now.get(name)));
            }
        }
        if (!rests(base, now)) {
            System.out.println("threads before " + baseThreads + "\nand after      " + service.threads());
            System.out.println("descriptors before " + baseOpen + "\nand after          " + service.open());
        }
    }

    private static boolean rests(Map<String, Double> base, Map<String, Double> now) {
        return AT_REST.stream().allMatch(name -> now.get(name) <= base.get(name));
    }

    private static double ownCpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime()
                / 1e9;
    }
}
