import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the service counts itself. */
final class SoakMetrics {
    private final String page;

    private SoakMetrics(String page) {
        this.page = page;
    }

    static SoakMetrics now() throws IOException {
        return new SoakMetrics(SoakHttp.scrape("/metrics").body());
    }

    /** The sum over all label values. */
    long get(String name) {
        Matcher found = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$").matcher(page);
        double sum = 0;
        boolean any = false;
        while (found.find()) {
            sum += Double.parseDouble(found.group(1));
            any = true;
        }
        if (!any) {
            throw new IllegalStateException("no " + name + " in the metrics");
        }
        return Math.round(sum);
    }
}
