package ircd.health.surface.jmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import ircd.health.parity.Story;
import ircd.health.state.Health;
import ircd.health.state.HealthBean;
import ircd.health.surface.http.Certificates;
import ircd.health.tls.CertificateReloader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every attribute, operation and notification of every MBean of ours has to keep, those to come included. */
class MBeanContractTest {
    private static final Set<SimpleType<?>> QUANTITIES = Set.of(SimpleType.INTEGER, SimpleType.LONG, SimpleType.DOUBLE);

    /** The MBeanServer alone takes 200. */
    private static final long BYTES_PER_READING = 1_000;

    private static final long BYTES_PER_READING_OF_A_MAP = 10_000;
    private static final int READINGS = 10_000;

    private final Health health = Story.named("routable");
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final JmxSurface jmx = new JmxSurface(server);

    @BeforeEach
    void register() throws Exception {
        for (int i = 0; i < 60; i++) { // as many transitions as are ever kept
            health.enterMaintenance("full");
            health.leaveMaintenance();
        }
        jmx.register(health, new HealthBean(health, () -> {}, "1.2.3"));
        jmx.register(Story.traffic());
        jmx.register(new CertificateReloader(
                Path.of("none.pem"),
                Path.of("none.key"),
                Certificates.EC,
                pair -> {},
                System.getLogger("test"),
                InstantSource.system()));
    }

    @AfterEach
    void close() {
        jmx.close();
    }

    @Test
    void nothingIsUndescribed() throws Exception {
        for (ObjectName name : ours()) {
            MBeanInfo info = server.getMBeanInfo(name);
            assertSentence(info.getDescription(), name.toString());
            for (MBeanAttributeInfo attribute : info.getAttributes()) {
                assertSentence(attribute.getDescription(), attribute.getName());
            }
            for (MBeanOperationInfo operation : info.getOperations()) {
                assertSentence(operation.getDescription(), operation.getName());
                assertEquals(MBeanOperationInfo.ACTION, operation.getImpact(), operation.getName());
                Stream.of(operation.getSignature()).forEach(parameter -> {
                    assertSentence(parameter.getDescription(), operation.getName() + " " + parameter.getName());
                    assertFalse(parameter.getName().matches("(p|arg)\\d+"), parameter.getName());
                });
            }
            for (MBeanNotificationInfo notification : info.getNotifications()) {
                assertSentence(notification.getDescription(), notification.getName());
            }
        }
        assertEquals(1, server.getMBeanInfo(JmxSurface.HEALTH).getNotifications().length);
    }

    @Test
    void everyQuantityHasItsUnitAndItsRange() throws Exception {
        for (ObjectName name : ours()) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                Object units = attribute.getDescriptor().getFieldValue("units");
                String range = String.valueOf(attribute.getDescriptor().getFieldValue("range"));
                String min = String.valueOf(attribute.getDescriptor().getFieldValue("minValue"));
                OpenType<?> openType = openType(attribute);
                if (openType instanceof SimpleType<?> type && QUANTITIES.contains(type)) {
                    assertNotNull(units, attribute.getName());
                    assertTrue(min.matches("0(\\.0)?"), attribute.getName() + ": " + min);
                } else if (openType instanceof TabularType) {
                    assertNotNull(units, attribute.getName());
                    assertEquals("each 0 or more", range, attribute.getName());
                } else if (openType instanceof ArrayType<?> table) {
                    assertColumns(attribute, (CompositeType) table.getElementOpenType());
                }
            }
        }
    }

    private static OpenType<?> openType(MBeanAttributeInfo attribute) {
        return (OpenType<?>) attribute.getDescriptor().getFieldValue("openType");
    }

    private static void assertColumns(MBeanAttributeInfo table, CompositeType row) {
        Map<String, String> described = Stream.of(
                        (String[]) table.getDescriptor().getFieldValue("columns"))
                .map(column -> column.split(": ", 2))
                .collect(Collectors.toMap(column -> column[0], column -> column[1]));
        assertEquals(row.keySet(), described.keySet(), table.getName());
        for (String column : row.keySet()) {
            assertSentence(described.get(column), column);
            if (QUANTITIES.contains(row.getType(column))) {
                assertTrue(described.get(column).endsWith(", 0 or more"), column);
            }
        }
    }

    /** JConsole's tree shows them as they come. */
    @Test
    void attributesAreInTheOrderOfTheirNames() throws Exception {
        for (ObjectName name : ours()) {
            List<String> names = List.of(attributes(name));
            assertEquals(names.stream().sorted().toList(), names);
        }
    }

    /** A poll that runs holds locks and may take minutes: no attribute waits for it, or for anything else. */
    @Test
    void noAttributeThrowsOrBlocks() throws Exception {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        health.onTransition(transition -> {
            holding.countDown();
            awaitUninterruptibly(done);
        });
        Thread poll = new Thread(() -> health.enterMaintenance("a transition, told under the lock"));
        poll.start();
        holding.await();
        try {
            for (ObjectName name : ours()) {
                for (String attribute : attributes(name)) {
                    assertTimeoutPreemptively(
                            Duration.ofSeconds(5), () -> server.getAttribute(name, attribute), attribute);
                }
                assertEquals(
                        attributes(name).length,
                        assertTimeoutPreemptively(
                                        Duration.ofSeconds(5), () -> server.getAttributes(name, attributes(name)))
                                .size());
            }
        } finally {
            done.countDown();
            poll.join();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void readingMakesNoGarbageWorthSpeakingOf() throws Exception {
        for (ObjectName name : ours()) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                boolean map = openType(attribute) instanceof TabularType;
                long bytes = bytesPerReading(() -> server.getAttribute(name, attribute.getName()));
                assertTrue(
                        bytes < (map ? BYTES_PER_READING_OF_A_MAP : BYTES_PER_READING),
                        attribute.getName() + ": " + bytes + " bytes");
            }
            long all = bytesPerReading(() -> server.getAttributes(name, attributes(name)));
            assertTrue(all < 2 * BYTES_PER_READING_OF_A_MAP, name + ": " + all + " bytes");
        }
    }

    private interface Reading {
        Object run() throws Exception;
    }

    private static long bytesPerReading(Reading reading) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 100; i++) {
            reading.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < READINGS; i++) {
            reading.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / READINGS;
    }

    private List<ObjectName> ours() throws Exception {
        List<ObjectName> names = List.copyOf(server.queryNames(new ObjectName("ircd.health:*"), null));
        assertEquals(3, names.size());
        return names;
    }

    private String[] attributes(ObjectName name) throws Exception {
        return Stream.of(server.getMBeanInfo(name).getAttributes())
                .map(MBeanFeatureInfo::getName)
                .toArray(String[]::new);
    }

    private static void assertSentence(String description, String what) {
        assertTrue(description != null && description.contains(" "), what + ": " + description);
    }
}
