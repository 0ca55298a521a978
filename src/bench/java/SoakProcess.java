import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the kernel says of the service: proc(5). */
final class SoakProcess {
    private static final int ESTABLISHED = 1;
    private static final int TIME_WAIT = 6;
    private static final int CLOSE_WAIT = 8;
    private static final int LISTEN = 10;

    private final Path proc;

    SoakProcess(String pid) {
        this.proc = Path.of("/proc", pid);
    }

    Map<String, Double> sample() throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String line : Files.readAllLines(proc.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                values.put("rss", Double.parseDouble(line.replaceAll("\\D", "")));
            }
        }
        values.put("threads", (double) threads().values().stream().mapToInt(count -> count).sum());
        Set<String> open = descriptors();
        values.put("descriptors", (double) open.size());
        sockets(open, values);
        return values;
    }

    /** By name. The JVM starts and ends its compilers' as it needs them: they are left out. */
    Map<String, Integer> threads() throws IOException {
        Map<String, Integer> threads = new java.util.TreeMap<>();
        try (Stream<Path> tasks = Files.list(proc.resolve("task"))) {
            for (Path task : (Iterable<Path>) tasks::iterator) {
                try {
                    String name = Files.readString(task.resolve("comm")).strip();
                    if (!name.matches("C[12] CompilerThre.*")) {
                        threads.merge(name, 1, Integer::sum);
                    }
                } catch (IOException e) {
                    // it has ended meanwhile
                }
            }
        }
        return threads;
    }

    private Set<String> descriptors() throws IOException {
        Set<String> open = new HashSet<>();
        try (Stream<Path> links = Files.list(proc.resolve("fd"))) {
            for (Path link : (Iterable<Path>) links::iterator) {
                try {
                    open.add(link.getFileName() + " " + Files.readSymbolicLink(link));
                } catch (NoSuchFileException e) {
                    // closed meanwhile
                }
            }
        }
        return open;
    }

    /** What each descriptor is, with its number of times. */
    Map<String, Integer> open() throws IOException {
        Map<String, Integer> kinds = new java.util.TreeMap<>();
        for (String each : descriptors()) {
            kinds.merge(each.substring(each.indexOf(' ') + 1).replaceAll(":\\[\\d+]", ""), 1, Integer::sum);
        }
        return kinds;
    }

    private void sockets(Set<String> open, Map<String, Double> values) throws IOException {
        Set<String> own = new HashSet<>();
        for (String each : open) {
            if (each.contains(" socket:[")) {
                own.add(each.substring(each.indexOf('[') + 1, each.length() - 1));
            }
        }
        for (String name : List.of("established", "close-wait", "listening", "other sockets", "time-wait")) {
            values.put(name, 0.0);
        }
        for (String table : List.of("tcp", "tcp6")) {
            for (String row : Files.readAllLines(proc.resolve("net").resolve(table))) {
                String[] words = row.strip().split("\\s+");
                if (words[0].equals("sl")) {
                    continue;
                }
                int state = Integer.parseInt(words[3], 16);
                if (state == TIME_WAIT) {
                    values.merge("time-wait", 1.0, Double::sum); // of everybody: they belong to no process
                } else if (own.contains(words[9])) {
                    values.merge(name(state), 1.0, Double::sum);
                }
            }
        }
    }

    private static String name(int state) {
        return switch (state) {
            case ESTABLISHED -> "established";
            case CLOSE_WAIT -> "close-wait";
            case LISTEN -> "listening";
            default -> "other sockets";
        };
    }

    /** utime + stime, in seconds. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(proc.resolve("stat"));
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(words[11]) + Long.parseLong(words[12])) / 100.0;
    }
}
