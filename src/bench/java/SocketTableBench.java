import com.sun.management.ThreadMXBean;
import ircd.health.kernel.PortSet;
import ircd.health.kernel.SocketTable;
import ircd.health.kernel.TcpSocket;
import ircd.health.kernel.TcpState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Reads the socket tables of this network namespace in several ways in turn, round after round, and prints medians.
 * Every way has to find the same established sockets on the S2S port.
 * Usage: SocketTableBench times ROUNDS PORT | allocation ROUNDS PORT | heap PORT
 */
final class SocketTableBench {
    private static final Path PROC_NET = Path.of("/proc/net");
    private static final List<Path> TABLES = List.of(PROC_NET.resolve("tcp"), PROC_NET.resolve("tcp6"));
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int UNKNOWN = -1;

    /** One way to read the tables: milliseconds of its own, or 0 to have the clock here count. */
    private interface Reading {
        double millis() throws Exception;
    }

    private final int s2sPort;
    private int found;

    private SocketTableBench(int s2sPort) {
        this.s2sPort = s2sPort;
    }

    public static void main(String[] args) throws Exception {
        SocketTableBench bench = new SocketTableBench(Integer.parseInt(args[args.length - 1]));
        switch (args[0]) {
            case "times" -> bench.times(Integer.parseInt(args[1]));
            case "allocation" -> System.out.println(bench.allocation(Integer.parseInt(args[1])));
            case "heap" -> System.out.println(bench.peakHeap());
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** The product under test. The filter asks what the service's own does: S2S ports and all listeners. */
    private Reading ours() {
        SocketTable table = new SocketTable(PROC_NET);
        PortSet ports = PortSet.of(s2sPort);
        return () -> {
            List<TcpSocket> rows = table.read((localPort, remotePort, listening) ->
                    listening || ports.contains(localPort) || ports.contains(remotePort));
            found = 0;
            for (TcpSocket row : rows) {
                if (row.state() == TcpState.ESTABLISHED) {
                    found++;
                }
            }
            return 0;
        };
    }

    private void times(int rounds) throws Exception {
        ByteBuffer block = ByteBuffer.allocateDirect(128 * 1024);
        Map<String, Reading> readings = new LinkedHashMap<>();
        readings.put("dd bs=128k", this::dd);
        readings.put("ss, port filter", this::ss);
        readings.put("Java, raw blocks", () -> raw(block));
        readings.put("Java, readLine", this::readLine);
        readings.put("ircd-health", ours());

        List<String> names = List.copyOf(readings.keySet());
        double[][] millis = new double[names.size()][rounds];
        long[][] bytes = new long[names.size()][rounds];
        double[] first = new double[names.size()];
        for (int round = -1; round < rounds; round++) {
            int expected = UNKNOWN;
            for (int i = 0; i < names.size(); i++) {
                found = UNKNOWN;
                long allocated = THREADS.getCurrentThreadAllocatedBytes();
                long begun = System.nanoTime();
                double own = readings.get(names.get(i)).millis();
                double taken = own > 0 ? own : (System.nanoTime() - begun) / 1e6;
                if (round < 0) {
                    first[i] = taken;
                } else {
                    millis[i][round] = taken;
                    bytes[i][round] = THREADS.getCurrentThreadAllocatedBytes() - allocated;
                }
                if (found != UNKNOWN && expected != UNKNOWN && found != expected) {
                    throw new IllegalStateException(names.get(i) + " found " + found + " sockets, not " + expected);
                }
                expected = found == UNKNOWN ? expected : found;
            }
        }
        System.out.printf(
                "%-18s %9s %9s %9s %9s %12s %14s%n",
                "", "median ms", "least", "greatest", "first", "ratio to dd", "bytes/reading");
        for (int i = 0; i < names.size(); i++) {
            double[] sorted = millis[i].clone();
            Arrays.sort(sorted);
            int way = i;
            double ratio = median(IntStream.range(0, rounds)
                    .mapToDouble(round -> millis[way][round] / millis[0][round])
                    .toArray());
            Arrays.sort(bytes[i]);
            System.out.printf(
                    "%-18s %9.1f %9.1f %9.1f %9.1f %12.2f %14s%n",
                    names.get(i),
                    median(sorted),
                    sorted[0],
                    sorted[rounds - 1],
                    first[i],
                    ratio,
                    names.get(i).startsWith("dd") || names.get(i).startsWith("ss") ? "-" : bytes[i][rounds / 2]);
        }
    }

    /** Bytes that one reading of ours allocates: the median of many. */
    private long allocation(int rounds) throws Exception {
        Reading ours = ours();
        long[] bytes = new long[rounds];
        for (int round = 0; round < rounds; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            ours.millis();
            bytes[round] = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        Arrays.sort(bytes);
        return bytes[rounds / 2];
    }

    /** By how many bytes the first reading, buffers included, raises the heap's peak. Exact only without TLABs. */
    private long peakHeap() throws Exception {
        List<MemoryPoolMXBean> pools = new ArrayList<>(ManagementFactory.getMemoryPoolMXBeans());
        pools.removeIf(pool -> pool.getType() != MemoryType.HEAP);
        System.gc();
        pools.forEach(MemoryPoolMXBean::resetPeakUsage);
        long before =
                pools.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
        ours().millis();
        return pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() - before;
    }

    /** dd says itself how long it read, so that the start of its process does not count in its disfavour. */
    private double dd() throws IOException {
        double seconds = 0;
        for (Path table : TABLES) {
            if (Files.exists(table)) {
                String said = output("dd", "if=" + table, "of=/dev/null", "bs=128k");
                String copied = said.substring(said.indexOf("copied, ") + 8);
                seconds += Double.parseDouble(copied.substring(0, copied.indexOf(" s")));
            }
        }
        return seconds * 1e3;
    }

    private double ss() throws IOException {
        String filter = "( sport = :" + s2sPort + " or dport = :" + s2sPort + " )";
        found = (int)
                output("ss", "-Htn", "state", "established", filter).lines().count();
        return 0;
    }

    private double raw(ByteBuffer block) throws IOException {
        for (Path table : TABLES) {
            if (Files.exists(table)) {
                try (FileChannel channel = FileChannel.open(table)) {
                    while (channel.read(block.clear()) > 0) {}
                }
            }
        }
        return 0;
    }

    private double readLine() throws IOException {
        found = 0;
        String port = String.format(":%04X", s2sPort);
        for (Path table : TABLES) {
            if (Files.exists(table)) {
                try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.US_ASCII)) {
                    lines.readLine();
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        String[] columns = line.strip().split("\\s+");
                        if (columns[3].equals("01") && (columns[1].endsWith(port) || columns[2].endsWith(port))) {
                            found++;
                        }
                    }
                }
            }
        }
        return 0;
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
