import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Executors;

/**
 * Many servers out of one page of metrics that was recorded from a real one: {@code serve PAGE PORT} answers
 * {@code /metrics?server=N} with the page of server N, in which gauges and counters move; {@code history N END} prints a
 * day of two series of each server, for promtool to make blocks of.
 */
final class ManyServers {
    private static final int EVERY_SECONDS = 15;

    private ManyServers() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("history")) {
            history(Integer.parseInt(args[1]), Long.parseLong(args[2]));
        } else {
            serve(Files.readString(Path.of(args[1])), Integer.parseInt(args[2]));
        }
    }

    private static void serve(String page, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 1024);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/metrics", exchange -> {
            int number = Integer.parseInt(exchange.getRequestURI().getQuery().replaceFirst("server=", ""));
            byte[] body = of(number, page).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        System.out.println("serving");
    }

    private static String of(int number, String page) {
        long now = Instant.now().getEpochSecond();
        StringBuilder answer = new StringBuilder(page.length() + 256);
        for (String line : page.split("\n", -1)) {
            int space = line.lastIndexOf(' ');
            if (line.startsWith("#") || space < 0) {
                answer.append(line);
            } else {
                String name = line.substring(0, space);
                answer.append(name).append(' ').append(value(name, Double.parseDouble(line.substring(space + 1)), number, now));
            }
            answer.append('\n');
        }
        return answer.toString();
    }

    /** Each twentieth server is out; counters rise, the rest wavers. */
    private static double value(String name, double recorded, int number, long now) {
        boolean out = number % 20 == 7;
        return switch (name) {
            case "ircd_health_routable", "ircd_health_s2s_valid" -> out ? 0 : 1;
            case "ircd_health_client_valid", "ircd_health_warm" -> 1;
            case "ircd_health_maintenance", "ircd_health_s2s_links_stalled" -> 0;
            case "ircd_health_s2s_links", "ircd_health_s2s_links_stable" -> out ? 0 : 1 + number % 3;
            case "ircd_health_last_poll_timestamp_seconds" -> now;
            case "ircd_health_last_transition_timestamp_seconds" -> now - now % 86400 - number;
            case "ircd_health_certificate_not_after_timestamp_seconds" -> now + 60 * 86400.0;
            case "ircd_health_transitions_total" -> transitions(number, now);
            default -> name.contains("_total") || name.contains("_count") || name.contains("_sum")
                    ? recorded + (now % 86400) * (1 + number % 7) / 10.0
                    : recorded * (1 + (now / EVERY_SECONDS * 31 + number) % 97 / 1000.0);
        };
    }

    private static long transitions(int number, long now) {
        return 4 + now / 600 % 144 * (number % 20 == 7 ? 4 : 0);
    }

    private static void history(int servers, long end) {
        try (PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8)) {
            out.println("# TYPE network_server:ircd_health_s2s_links:max gauge");
            for (int number = 0; number < servers; number++) {
                String labels = "{network=\"n\",server=\"s" + number + "\"} " + (1 + number % 3) + " ";
                day(out, "network_server:ircd_health_s2s_links:max" + labels, end);
            }
            out.println("# TYPE ircd_health_transitions counter");
            for (int number = 0; number < servers; number++) {
                String labels = "{instance=\"s" + number + "\",job=\"ircd-health-network\",network=\"n\",server=\"s" + number + "\"} ";
                for (long at = end - 86400; at < end; at += EVERY_SECONDS) {
                    out.println("ircd_health_transitions_total" + labels + transitions(number, at) + " " + at);
                }
            }
            out.println("# EOF");
        }
    }

    private static void day(PrintStream out, String series, long end) {
        for (long at = end - 86400; at < end; at += EVERY_SECONDS) {
            out.println(series + at);
        }
    }
}
