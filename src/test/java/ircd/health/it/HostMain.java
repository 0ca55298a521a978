package ircd.health.it;

import java.io.IOException;
import java.util.TreeSet;

/** A host for the agent: says its system properties, then ends when a line or the end of its input comes. */
final class HostMain {
    private HostMain() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("host runs");
        if (System.in.read() >= 0) {
            System.out.println(
                    "properties " + new TreeSet<>(System.getProperties().stringPropertyNames()));
        }
        System.out.println("host ends");
    }
}
