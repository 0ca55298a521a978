package ircd.health;

import ircd.health.kernel.Cidr;
import ircd.health.kernel.PortSet;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The value of one option. Every reading of it that fails adds a mistake and returns something that lets the reading of
 * the other options go on.
 */
final class Value {
    private static final int LARGEST_PORT = 65535;

    private final String option;
    private final String text;
    private final Mistakes mistakes;

    Value(String option, String text, Mistakes mistakes) {
        this.option = option;
        this.text = text;
        this.mistakes = mistakes;
    }

    int integer(int min, int max) {
        return integer(min, max, "must be " + min + " to " + max);
    }

    int port() {
        return integer(1, LARGEST_PORT);
    }

    Duration seconds(int min, int max) {
        return Duration.ofSeconds(integer(min, max, "must be " + min + " to " + max + " seconds"));
    }

    /** A number below {@code min} is raised to it, with a warning, as the Python original did in silence. */
    int raised(int min, int max, String unit, List<String> warnings) {
        if (text.matches("-\\d{1,18}") || (text.matches("\\d{1,18}") && Long.parseLong(text) < min)) {
            String raised = "raised to " + min + " " + unit + ", the smallest that is accepted";
            warnings.add(BadInputException.line(mistakes.line(option, text, raised)));
            return min;
        }
        return integer(min, max, "must be " + min + " to " + max + " " + unit);
    }

    private int integer(int min, int max, String accepted) {
        if (text.matches("\\d{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        mistakes.add(option, text, accepted);
        return min;
    }

    /** Ports separated by commas, or {@code none}. */
    PortSet ports() {
        if (text.equals("none")) {
            return PortSet.NONE;
        }
        List<Integer> ports = items().map(Value::parsePort).toList();
        if (ports.contains(0)) {
            mistakes.add(
                    option, text, "must be ports from 1 to " + LARGEST_PORT + " separated by commas, or the word none");
        }
        return PortSet.of(ports.stream().mapToInt(Integer::intValue).toArray());
    }

    /** 0 if it is no port. */
    private static int parsePort(String item) {
        int port = item.matches("\\d{1,5}") ? Integer.parseInt(item) : 0;
        return port <= LARGEST_PORT ? port : 0;
    }

    List<Cidr> cidrs() {
        List<Cidr> cidrs = new ArrayList<>();
        items().forEach(item -> {
            try {
                cidrs.add(Cidr.parse(item));
            } catch (IllegalArgumentException e) {
                String example = "must be addresses or CIDR blocks such as 192.0.2.0/24,2001:db8::/32";
                mistakes.add(option, text, "'" + item + "': " + e.getMessage() + "; " + example);
            }
        });
        return cidrs;
    }

    private Stream<String> items() {
        return Stream.of(text.split(",", -1)).map(String::strip);
    }

    HostPort hostPort() {
        Optional<HostPort> read = HostPort.parse(text);
        if (read.isEmpty()) {
            mistakes.add(option, text, "must be HOST:PORT, such as 0.0.0.0:8443 or [::]:8443, with port 0 to 65535");
        }
        return read.orElse(new HostPort("0.0.0.0", 0));
    }

    String host() {
        if (!text.matches("[A-Za-z0-9._:%-]+")) {
            mistakes.add(option, text, "must be a host name or an IP address, without port");
        }
        return text;
    }

    /** What RFC 3986 calls a path, so that a request can have it: no space, query or fragment. */
    String urlPath() {
        if (!text.matches("/[A-Za-z0-9._~!$&'()*+,;=:@/%-]*")) {
            mistakes.add(
                    option,
                    text,
                    "must start with / and have only what a URL path has: no spaces, no ? and #, no letters beyond ASCII");
        }
        return text;
    }

    <E extends Enum<E>> E oneOf(Class<E> type) {
        E[] constants = type.getEnumConstants();
        for (E constant : constants) {
            if (text.equals(word(constant))) {
                return constant;
            }
        }
        List<String> words = Stream.of(constants).map(Value::word).toList();
        int last = words.size() - 1;
        mistakes.add(option, text, "must be " + String.join(", ", words.subList(0, last)) + " or " + words.get(last));
        return constants[0];
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Nullable
    Path path() {
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
            mistakes.add(option, "'" + text + "'", "must be a path");
        } catch (InvalidPathException e) {
            mistakes.add(option, "'" + text.replace('\0', '?') + "'", "must be a path");
        }
        return null;
    }
}
