package ircd.health.parity;

import ircd.health.state.EndpointStats;
import ircd.health.state.Health;
import ircd.health.state.HealthBean;
import ircd.health.surface.jmx.JmxSurface;
import ircd.health.surface.prometheus.MetricsServer;
import ircd.health.tls.CertificateReloader;
import ircd.health.tls.KeyMaterialException;
import ircd.health.tls.PemFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * A process that shows one state over JMX and on /metrics. Prints what JMX says and the port of /metrics, and ends with
 * its standard input.
 */
public final class ParityHost {
    static final String VERSION = "1.2.3-test";

    private ParityHost() {}

    /** {@code STORY PORT CERTIFICATE KEY CERTIFICATE2 KEY2}, or {@code unknown PORT}. */
    public static void main(String[] args) throws Exception {
        boolean known = !args[0].equals("unknown");
        Health health = Story.named(args[0]);
        EndpointStats stats = known ? Story.traffic() : new EndpointStats();
        CertificateReloader reloader =
                known ? reloaded(Path.of(args[2]), Path.of(args[3]), Path.of(args[4]), Path.of(args[5])) : null;
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
        try (JmxSurface jmx = new JmxSurface(beans);
                MetricsServer metrics = MetricsServer.start(listen, health, stats, reloader, VERSION)) {
            jmx.register(health, new HealthBean(health, () -> {}, VERSION));
            jmx.register(stats);
            if (reloader != null) {
                jmx.register(reloader);
            }
            printFacts(beans);
            System.out.println(
                    "json " + health.current().verdict().publicState().toJson());
            System.out.println("port " + metrics.address().getPort());
            while (System.in.read() >= 0) {}
        }
    }

    /** One pair was put into service after the first, and two were refused. */
    private static CertificateReloader reloaded(Path cert, Path key, Path secondCert, Path secondKey)
            throws IOException, KeyMaterialException {
        CertificateReloader reloader = new CertificateReloader(
                cert,
                key,
                PemFiles.read(cert, key),
                material -> {},
                System.getLogger("reloader"),
                InstantSource.system());
        Files.copy(secondCert, cert, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(secondKey, key, StandardCopyOption.REPLACE_EXISTING);
        reloader.reload();
        for (String broken : List.of("broken", "broken again")) {
            Files.writeString(key, broken);
            reloader.check(Instant.now());
        }
        return reloader;
    }

    private static void printFacts(MBeanServer beans) throws Exception {
        for (ObjectName name : beans.queryNames(new ObjectName("ircd.health:*"), null)) {
            String bean = name.getKeyProperty("type");
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                print(bean + "." + attribute.getName(), beans.getAttribute(name, attribute.getName()));
            }
        }
    }

    private static void print(String fact, Object value) {
        if (value instanceof Number number) {
            System.out.println("jmx " + fact + " " + number.doubleValue());
        } else if (value instanceof Boolean bool) {
            System.out.println("jmx " + fact + " " + (bool ? 1.0 : 0.0));
        } else if (value instanceof TabularData table) {
            for (Object row : table.values()) {
                CompositeData entry = (CompositeData) row;
                print(fact + "{" + entry.get("key") + "}", entry.get("value"));
            }
        }
    }
}
