package ircd.health.parity;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus' text format 0.0.4. */
public final class Exposition {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z0-9_:]+)(?:\\{(.*)})? (\\S+)");

    /**
     * What is known of one name.
     *
     * @param samples by their labels as they are written, without the braces
     */
    public record Family(String type, String help, Map<String, Double> samples) {}

    private Exposition() {}

    /** The families by name; those whose name does not start with {@code prefix} are left out. */
    public static Map<String, Family> parse(String text, String prefix) {
        Map<String, Family> families = new TreeMap<>();
        Map<String, String> help = new TreeMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                help.put(words[2], words[3]);
            } else if (line.startsWith("# TYPE ")) {
                families.put(words[2], new Family(words[3], help.get(words[2]), new TreeMap<>()));
            } else {
                add(families, line);
            }
        }
        families.keySet().removeIf(name -> !name.startsWith(prefix));
        return families;
    }

    private static void add(Map<String, Family> families, String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new IllegalArgumentException(line);
        }
        String name = sample.group(1);
        String family = families.containsKey(name) ? name : name.replaceAll("_(sum|count|bucket)$", "");
        String labels = sample.group(2) == null ? "" : sample.group(2).replaceAll(",$", "");
        Double before = families.get(family).samples().put(name.equals(family) ? labels : name + labels, value(sample));
        if (before != null) {
            throw new IllegalArgumentException("twice: " + line);
        }
    }

    private static double value(Matcher sample) {
        return Double.parseDouble(sample.group(3).replace("+Inf", "Infinity").replace("-Inf", "-Infinity"));
    }
}
