import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.net.ssl.SSLContext;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/** Operators: by remote JMX with TLS and password, by {@code jconsole PID}, by {@code jcmd}. */
final class SoakJmx {
    private static final int PORT = 7199;
    private static final NotificationListener NOBODY = (notification, handback) -> {};

    private final SoakTally tally;
    private final String pid;

    SoakJmx(SoakTally tally, String pid) throws Exception {
        this.tally = tally;
        this.pid = pid;
        SSLContext.setDefault(Trusting.context());
    }

    /** Connects, reads all, listens, polls, and goes. */
    void visit() throws Exception {
        try (JMXConnector connector = connect("secret")) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            ObjectName health = new ObjectName("ircd.health:type=Health");
            server.addNotificationListener(health, NOBODY, null, null);
            for (ObjectName bean : server.queryNames(new ObjectName("ircd.health:*"), null)) {
                for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
                    server.getAttribute(bean, attribute.getName());
                }
            }
            server.invoke(health, "poll", null, null);
            server.removeNotificationListener(health, NOBODY);
        }
    }

    void guess() throws IOException {
        try {
            connect("wrong").close();
            tally.wrong("JMX let in a wrong password");
        } catch (SecurityException e) {
            // as it must be
        }
    }

    /** A scanner that finds the port. */
    void touch() throws IOException {
        try (Socket socket = SoakHttp.tls(PORT)) {
            socket.getOutputStream().write("JRMI".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    /** A JVM with a JMX client in it that ends without a word. */
    void vanish() throws IOException, InterruptedException {
        new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "SoakJmx")
                .inheritIO()
                .start()
                .waitFor();
    }

    public static void main(String[] args) throws Exception {
        SSLContext.setDefault(Trusting.context());
        connect("secret").getMBeanServerConnection().getMBeanCount();
        Runtime.getRuntime().halt(0);
    }

    private static JMXConnector connect(String password) throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + PORT + "/jmxrmi"),
                Map.of(
                        JMXConnector.CREDENTIALS,
                        new String[] {"op", password},
                        "com.sun.jndi.rmi.factory.socket",
                        new SslRMIClientSocketFactory(),
                        // Else a client's last request for notifications holds a thread and a socket for a minute after its end.
                        "jmx.remote.x.notification.fetch.timeout",
                        2000L));
    }

    void jcmd() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(System.getProperty("java.home") + "/bin/jcmd", pid, "VM.uptime")
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes());
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd: " + output);
        }
    }

    /** As JConsole does on the same host: collects garbage there, then reads what is left. */
    Map<String, Double> afterCollection() throws Exception {
        VirtualMachine machine = VirtualMachine.attach(pid);
        String url;
        try {
            url = machine.startLocalManagementAgent();
        } finally {
            machine.detach();
        }
        Map<String, Double> values = new LinkedHashMap<>();
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(url))) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            ManagementFactory.getPlatformMXBean(server, MemoryMXBean.class).gc();
            // What this reading itself needs is not in it: the pools remember what the collection left.
            double heap = 0;
            for (MemoryPoolMXBean pool : ManagementFactory.getPlatformMXBeans(server, MemoryPoolMXBean.class)) {
                if (pool.getName().equals("Metaspace")) {
                    values.put("metaspace", pool.getUsage().getUsed() / 1024.0);
                } else if (pool.getName().startsWith("CodeHeap") || pool.getName().equals("CodeCache")) {
                    values.merge("code", pool.getUsage().getUsed() / 1024.0, Double::sum);
                } else if (pool.getCollectionUsage() != null) {
                    heap += pool.getCollectionUsage().getUsed() / 1024.0;
                }
            }
            values.put("heap", heap);
            for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(server, BufferPoolMXBean.class)) {
                if (pool.getName().equals("direct")) {
                    values.put("direct", pool.getMemoryUsed() / 1024.0);
                }
            }
            values.put(
                    "classes",
                    (double) ManagementFactory.getPlatformMXBean(server, ClassLoadingMXBean.class)
                            .getLoadedClassCount());
        }
        return values;
    }
}
