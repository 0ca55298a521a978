package ircd.health.parity;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A running {@link ParityHost} with the stock JMX agent in it.
 *
 * @param json what the public endpoint would say
 * @param jmx numbers and booleans by {@code Bean.Attribute}
 */
record HostProcess(Process process, int metricsPort, int agentPort, String json, Map<String, Double> jmx)
        implements AutoCloseable {
    /** Blocks until the host has said everything. */
    static HostProcess start(String... args) throws IOException, InterruptedException {
        String agentJar = System.getProperty("jmx.agent.jar");
        assertNotNull(agentJar, "the system property jmx.agent.jar does not say where the agent is");
        int agentPort = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-javaagent:" + agentJar + "=127.0.0.1:" + agentPort + ":jmx-config.yml",
                "-cp",
                System.getProperty("java.class.path"),
                ParityHost.class.getName()));
        command.addAll(List.of(args));
        Process host = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return read(host, agentPort);
    }

    private static HostProcess read(Process host, int agentPort) throws IOException, InterruptedException {
        BufferedReader out = new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8));
        Map<String, Double> jmx = new TreeMap<>();
        String json = "";
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "jmx" -> jmx.put(words[1], Double.valueOf(words[2]));
                case "json" -> json = line.substring("json ".length());
                case "port" -> {
                    return new HostProcess(host, Integer.parseInt(words[1]), agentPort, json, jmx);
                }
                default -> {}
            }
        }
        throw new IllegalStateException("the host ended: " + host.waitFor());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
