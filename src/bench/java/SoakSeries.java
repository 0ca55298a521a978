import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One quantity over time: seconds, values. */
final class SoakSeries {
    private static final String BARS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
    private static final int WIDTH = 48;

    private final List<double[]> points = new ArrayList<>();

    void add(double seconds, double value) {
        points.add(new double[] {seconds, value});
    }

    double last() {
        return points.get(points.size() - 1)[1];
    }

    double first() {
        return points.get(0)[1];
    }

    SoakSeries since(double seconds) {
        SoakSeries later = new SoakSeries();
        points.stream().filter(point -> point[0] >= seconds).forEach(later.points::add);
        return later;
    }

    double mean() {
        return points.stream().mapToDouble(point -> point[1]).average().orElse(Double.NaN);
    }

    double min() {
        return points.stream().mapToDouble(point -> point[1]).min().orElse(Double.NaN);
    }

    double max() {
        return points.stream().mapToDouble(point -> point[1]).max().orElse(Double.NaN);
    }

    /** Per minute, so that what comes and goes within seconds is no trend. */
    SoakSeries minutes() {
        SoakSeries means = new SoakSeries();
        points.stream()
                .collect(Collectors.groupingBy(point -> (long) point[0] / 60, TreeMap::new, Collectors.toList()))
                .forEach((minute, within) -> {
                    SoakSeries one = new SoakSeries();
                    one.points.addAll(within);
                    means.add(60 * minute, one.mean());
                });
        return means;
    }

    /** By least squares: per hour, and its standard error. */
    double[] slope() {
        double time = points.stream().mapToDouble(point -> point[0]).average().orElse(Double.NaN);
        double mean = mean();
        double both = 0;
        double squares = 0;
        for (double[] point : points) {
            both += (point[0] - time) * (point[1] - mean);
            squares += (point[0] - time) * (point[0] - time);
        }
        double slope = both / squares;
        double rest = 0;
        for (double[] point : points) {
            rest += Math.pow(point[1] - mean - slope * (point[0] - time), 2);
        }
        return new double[] {3600 * slope, 3600 * Math.sqrt(rest / (points.size() - 2) / squares)};
    }

    /** The mean of the last half less that of the first. */
    double growth() {
        int half = points.size() / 2;
        SoakSeries early = new SoakSeries();
        SoakSeries late = new SoakSeries();
        early.points.addAll(points.subList(0, half));
        late.points.addAll(points.subList(points.size() - half, points.size()));
        return late.mean() - early.mean();
    }

    String sparkline() {
        StringBuilder line = new StringBuilder();
        double min = min();
        double range = Math.max(max() - min, 1e-9);
        int width = Math.min(WIDTH, points.size());
        for (int i = 0; i < width; i++) {
            List<double[]> bucket = points.subList(i * points.size() / width, (i + 1) * points.size() / width);
            double mean = bucket.stream().mapToDouble(point -> point[1]).average().orElse(min);
            line.append(BARS.charAt((int) Math.round((mean - min) / range * (BARS.length() - 1))));
        }
        return line.toString();
    }
}
