package ircd.health.it;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one daemon stands.
 *
 * @param linkAddress its end of the server link
 * @param clientAddress where its clients reach it, whatever happens to the link
 * @param namespace its network namespace; null for that of this JVM
 */
record Spot(String linkAddress, String clientAddress, @Nullable String namespace) {
    Spot {
        requireNonNull(linkAddress, "linkAddress is null");
        requireNonNull(clientAddress, "clientAddress is null");
    }

    static Spot loopback(String address) {
        return new Spot(address, address, null);
    }

    /** HOST:PORT of any free port, for {@code --listen}. */
    String listen() {
        return (clientAddress.contains(":") ? "[" + clientAddress + "]" : clientAddress) + ":0";
    }

    /** The command, run here. It stays one process: each of its words before the program ends in an exec(). */
    List<String> run(List<String> command) {
        if (namespace == null) {
            return List.copyOf(command);
        }
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(command);
        return List.copyOf(all);
    }
}
