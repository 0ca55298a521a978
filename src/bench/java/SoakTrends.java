import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that must not grow, over time. Kilobytes and counts. */
final class SoakTrends {
    /** A trend needs so many minutes to be told from noise, and from what the JVM compiles in the first half an hour. */
    private static final int LONG_RUN_MINUTES = 60;

    /**
     * What may be, at most. There are some 15,000 polls in an hour: a leak of one object of 100 bytes each is 1.5 MB of heap, and of
     * what is counted it is 15,000. Below the bounds there is room for what is made on first use, for code, which the JVM
     * compiles as even rare methods have been called often enough, and for malloc's fragments.
     *
     * @param hourly of the slope, less twice its standard error, in a long run
     * @param growth of the mean from one half to the other, in a short one
     */
    private record Bound(String name, double hourly, double growth) {}

    private static final List<Bound> BOUNDS = List.of(
            new Bound("heap", 1024, 768),
            new Bound("rss", 3072, 6144),
            new Bound("metaspace", 512, 1024),
            new Bound("classes", 100, 200),
            new Bound("code", 2048, 2048),
            new Bound("direct", 256, 256),
            new Bound("threads", 1, 20),
            new Bound("descriptors", 1, 20),
            new Bound("established", 1, 20),
            new Bound("close-wait", 1, 4),
            new Bound("listening", 0, 0),
            new Bound("other sockets", 1, 4),
            new Bound("time-wait", 200, 2000));

    private final Map<String, SoakSeries> series = new LinkedHashMap<>();
    private final List<String> rows = new ArrayList<>();
    private final long begun = System.nanoTime();

    /** Whether a run is long enough for a regression. */
    static boolean isLong(double minutes) {
        return minutes >= LONG_RUN_MINUTES;
    }

    synchronized void add(Map<String, Double> values) {
        double now = (System.nanoTime() - begun) / 1e9;
        values.forEach((name, value) -> {
            series.computeIfAbsent(name, none -> new SoakSeries()).add(now, value);
            rows.add(String.format("%.1f\t%s\t%.1f", now, name.replace(' ', '-'), value));
        });
    }

    synchronized void write(Path file) throws IOException {
        try (PrintWriter out = new PrintWriter(file.toFile())) {
            rows.forEach(out::println);
        }
    }

    /** Prints a table, and what of it is broken goes to the list. */
    synchronized void judge(double minutes, double warmUpSeconds, List<String> broken) {
        boolean longRun = isLong(minutes);
        System.out.printf(
                "%n%-14s %9s %9s %9s %9s %9s %9s %8s%n",
                "series", "first", "last", "min", "max", longRun ? "slope/h" : "growth", longRun ? "error" : "", "bound");
        for (Bound bound : BOUNDS) {
            SoakSeries seen = series.get(bound.name).since(warmUpSeconds);
            double[] slope = longRun ? seen.minutes().slope() : new double[] {seen.growth(), 0};
            double limit = longRun ? bound.hourly : bound.growth;
            boolean kept = slope[0] - 2 * slope[1] <= limit; // and not if there is no number at all
            System.out.printf(
                    "%-14s %9.0f %9.0f %9.0f %9.0f %9.1f %9s %8.0f %s %s%n",
                    bound.name,
                    seen.first(),
                    seen.last(),
                    seen.min(),
                    seen.max(),
                    slope[0],
                    longRun ? String.format("%.1f", slope[1]) : "",
                    limit,
                    kept ? "      " : "BROKEN",
                    seen.sparkline());
            if (!kept) {
                broken.add(String.format("%s grows: %.1f, bound %.0f", bound.name, slope[0], limit));
            }
        }
        System.out.printf(
                "after a warm-up of %.0f s; heap, metaspace, classes, code and direct after a forced collection; memory in kB%n",
                warmUpSeconds);
    }
}
