package ircd.health.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;

/**
 * A host that knows what a guest changed: a line of input has it say that and go on; {@code set NAME=VALUE} has it
 * set a system property, {@code exit} call System.exit(7), the end of its input ends its last thread.
 */
final class WatchfulHost {
    private WatchfulHost() {}

    public static void main(String[] arguments) throws IOException {
        HostFacts.now(); // some of what is asked for comes to be by the question
        Map<String, String> before = HostFacts.now();
        System.out.println("host runs");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("exit")) {
                System.exit(7);
            }
            if (line.startsWith("set ")) {
                String[] property = line.substring("set ".length()).split("=", 2);
                System.setProperty(property[0], property[1]);
            }
            System.out.println(line + " changed: " + HostFacts.difference(before, HostFacts.now()));
        }
        System.out.println("host ends");
    }
}
