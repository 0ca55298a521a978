package ircd.health.surface.jmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.state.EndpointStats;
import ircd.health.state.FakeClock;
import ircd.health.state.Health;
import ircd.health.state.HealthBean;
import ircd.health.state.HealthMXBean;
import ircd.health.state.MaintenanceFile;
import ircd.health.state.Observations;
import ircd.health.verdict.LinkRules;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.AttributeChangeNotification;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMX;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.openmbean.CompositeData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JmxSurfaceTest {
    private final FakeClock clock = new FakeClock();
    private final Health health = new Health(
            clock,
            new LinkRules(1, Duration.ZERO, Duration.ofSeconds(30)),
            Duration.ofSeconds(45),
            new MaintenanceFile(null));
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final JmxSurface jmx = new JmxSurface(server);
    private int pollsAskedFor;

    @BeforeEach
    void register() throws Exception {
        jmx.register(health, new HealthBean(health, () -> pollsAskedFor++, "1.2.3"));
        jmx.register(new EndpointStats());
    }

    @AfterEach
    void close() {
        jmx.close();
    }

    @Test
    void itHasTheAttributesAndOperationsThatUsersRelyOn() throws Exception {
        MBeanInfo info = server.getMBeanInfo(JmxSurface.HEALTH);

        Set<String> promised =
                Set.of(("ClientValid S2sValid Routable Warm Maintenance ClientReason S2sReason ClientCheckSeconds"
                                + " ClientAcceptBacklog S2sLinks S2sLinksStable S2sLinksStalled"
                                + " S2sOldestLinkAgeSeconds Links Transitions TransitionCount"
                                + " LastTransitionEpochSeconds PollCount PollFailureCount PollSeconds"
                                + " LastPollEpochSeconds")
                        .split(" "));
        assertTrue(names(info.getAttributes()).containsAll(promised));
        assertEquals(Set.of("poll", "enterMaintenance", "leaveMaintenance"), names(info.getOperations()));
        assertEquals(
                List.of("reason"),
                Stream.of(info.getOperations())
                        .flatMap(operation -> Stream.of(operation.getSignature()))
                        .map(MBeanFeatureInfo::getName)
                        .toList());
    }

    @Test
    void whatIsNotKnownIsNull() throws Exception {
        assertNull(server.getAttribute(JmxSurface.HEALTH, "LastPollEpochSeconds"));
        assertNull(server.getAttribute(JmxSurface.HEALTH, "ClientAcceptBacklog"));
        assertEquals(false, server.getAttribute(JmxSurface.HEALTH, "Routable"));
    }

    /** A poll that ends between two attributes of one request must not show. */
    @Test
    void attributesAskedForTogetherAreOfOneSnapshot() throws Exception {
        health.polled(clock.now(), Observations.HEALTHY, Duration.ofMillis(5));
        HealthBean bean = new HealthBean(health, () -> {}, "1.2.3");
        HealthBean pinned = bean.pinnedTo(bean.current());
        health.polled(clock.now(), Observations.REFUSED, Duration.ofMillis(5));

        assertTrue(pinned.isRoutable() && pinned.isClientValid());
        assertFalse(bean.isRoutable() || bean.isClientValid());
        assertEquals(
                List.of(false, false, 2L),
                server
                        .getAttributes(JmxSurface.HEALTH, new String[] {"Routable", "ClientValid", "PollCount"})
                        .asList()
                        .stream()
                        .map(Attribute::getValue)
                        .toList());
    }

    @Test
    void linksAreATable() throws Exception {
        health.polled(clock.now(), Observations.HEALTHY, Duration.ofMillis(5));

        CompositeData[] links =
                assertInstanceOf(CompositeData[].class, server.getAttribute(JmxSurface.HEALTH, "Links"));
        assertEquals("out", links[0].get("direction"));
        assertEquals(
                Set.of("local remote direction ageSeconds stable stalled unsentBytes unreadBytes retransmits"
                        .split(" ")),
                links[0].getCompositeType().keySet());
    }

    @Test
    void aProxyOfTheInterfaceReadsAndOperates() {
        health.polled(clock.now(), Observations.HEALTHY, Duration.ofMillis(5));
        HealthMXBean proxy = JMX.newMXBeanProxy(server, JmxSurface.HEALTH, HealthMXBean.class);

        assertTrue(proxy.isRoutable());
        assertEquals("Routable", proxy.getTransitions().get(3).attribute());
        proxy.poll();
        assertEquals(1, pollsAskedFor);
        proxy.enterMaintenance("kernel upgrade");
        assertFalse(proxy.isRoutable());
        assertEquals("kernel upgrade", proxy.getMaintenanceReason());
        proxy.leaveMaintenance();
        assertTrue(proxy.isRoutable());
    }

    @Test
    void maintenanceNeedsAReason() {
        HealthMXBean proxy = JMX.newMXBeanProxy(server, JmxSurface.HEALTH, HealthMXBean.class);

        assertThrows(IllegalArgumentException.class, () -> proxy.enterMaintenance(" "));
    }

    @Test
    void everyTransitionIsANotification() throws Exception {
        List<AttributeChangeNotification> received = new CopyOnWriteArrayList<>();
        server.addNotificationListener(
                JmxSurface.HEALTH,
                (notification, handback) -> received.add((AttributeChangeNotification) notification),
                null,
                null);
        health.polled(clock.now(), Observations.HEALTHY, Duration.ofMillis(5));
        health.polled(clock.now(), Observations.REFUSED, Duration.ofMillis(5));

        Awaitility.await().until(() -> received.size() == 6);
        AttributeChangeNotification last = received.get(received.size() - 1);
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L, 6L),
                received.stream().map(each -> each.getSequenceNumber()).toList());
        assertEquals("Routable", last.getAttributeName());
        assertEquals(true, last.getOldValue());
        assertEquals(false, last.getNewValue());
        assertEquals("refused", last.getUserData());
        assertEquals(JmxSurface.HEALTH, last.getSource());
    }

    @Test
    void aListenerThatBlocksDoesNotStopThePolls() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        server.addNotificationListener(
                JmxSurface.HEALTH,
                (notification, handback) -> {
                    blocked.countDown();
                    Awaitility.await().until(() -> released.getCount() == 0);
                },
                null,
                null);
        health.polled(clock.now(), Observations.HEALTHY, Duration.ofMillis(5));
        blocked.await();
        health.polled(clock.now(), Observations.REFUSED, Duration.ofMillis(5));

        assertEquals(2, health.current().history().polls());
        released.countDown();
    }

    @Test
    void aSecondOneInTheSameServerIsRefused() {
        JmxSurface second = new JmxSurface(server);

        assertThrows(InstanceAlreadyExistsException.class, () -> second.register(new EndpointStats()));
        second.close();
        assertTrue(server.isRegistered(JmxSurface.ENDPOINT), "what another registered stays");
    }

    @Test
    void closingUnregistersAll() {
        jmx.close();
        jmx.close();

        assertFalse(server.isRegistered(JmxSurface.HEALTH));
        assertFalse(server.isRegistered(JmxSurface.ENDPOINT));
    }

    private static Set<String> names(MBeanFeatureInfo[] features) {
        return Stream.of(features).map(MBeanFeatureInfo::getName).collect(Collectors.toSet());
    }
}
