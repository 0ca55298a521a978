package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.it.HaProxyPool.Member;
import ircd.health.surface.jmx.EndpointMXBean;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * HAProxy takes a server out for whatever makes it not routable, and brings it back. Two IRC clients, one on each
 * server, keep the connection that they made through HAProxy before the first fault, over all of them. (One kind of
 * daemon, for the time that it takes; InspIRCd has passed as well.)
 */
@EnumSource(value = NetworkKind.class, names = "NGIRCD")
final class HaProxyIT extends OverRealDaemons {
    private HaProxyPool pool;
    private OperClient onFirst;
    private OperClient onSecond;

    @BeforeEach
    void startPoolOnceAndAwaitBothUp() {
        Daemons.require("haproxy");
        if (pool == null) {
            pool = new HaProxyPool(daemons(), kind().start());
            onFirst = pool.clientOf(pool.first());
            onSecond = pool.clientOf(pool.second());
        }
        pool.second().daemons().startLinked();
        pool.awaitUp(pool.first());
        pool.awaitUp(pool.second());
    }

    @AfterParameterizedClassInvocation
    void stopPool() {
        if (pool != null) {
            pool.close();
            pool = null;
        }
    }

    @Test
    void aFrozenDaemonTakesItsServerOutUntilItIsThawed() throws Throwable {
        assertTakesFirstOut(
                () -> pool.first().daemon().freeze(),
                () -> pool.first().daemon().thaw());
    }

    @Test
    void aLostLinkTakesItsServerOutUntilANewOneIsStable() throws Throwable {
        assertTakesFirstOut(() -> daemons().unlink(), () -> daemons().link());
    }

    @Test
    void theMaintenanceFileTakesItsServerOutWhileItExists() throws Throwable {
        assertTakesFirstOut(
                () -> Files.createFile(pool.first().maintenanceFile()),
                () -> Files.delete(pool.first().maintenanceFile()));
    }

    @Test
    void maintenanceByJmxTakesItsServerOutUntilItIsLeft() throws Throwable {
        try (JMXConnector connector =
                JmxIT.attach(pool.first().service().process().pid())) {
            MBeanServerConnection jmx = connector.getMBeanServerConnection();
            ObjectName health = new ObjectName("ircd.health:type=Health");
            assertTakesFirstOut(
                    () -> jmx.invoke(
                            health, "enterMaintenance", new Object[] {"test"}, new String[] {String.class.getName()}),
                    () -> jmx.invoke(health, "leaveMaintenance", null, null));
        }
    }

    /** They resume TLS sessions, and are ended by a reset as soon as the status has come. */
    @Test
    void itsChecksAreNeverRefusedAndFailNoHandshake() throws Exception {
        try (JMXConnector connector =
                JmxIT.attach(pool.first().service().process().pid())) {
            MBeanServerConnection jmx = connector.getMBeanServerConnection();
            EndpointMXBean endpoint =
                    JMX.newMXBeanProxy(jmx, new ObjectName("ircd.health:type=Endpoint"), EndpointMXBean.class);

            assertTrue(endpoint.getTlsHandshakes() > 0);
            assertEquals(0, endpoint.getTlsHandshakeFailures());
            assertEquals(Set.of(0L), Set.copyOf(endpoint.getRefusedByReason().values()));
        }
    }

    @Test
    void whenNoServerIsRoutableClientsGetInAllTheSame() throws IOException {
        Files.createFile(pool.first().maintenanceFile());
        Files.createFile(pool.second().maintenanceFile());
        try {
            pool.awaitDown(pool.first());
            pool.awaitDown(pool.second());

            try (OperClient late = pool.client()) {
                late.ping();
                assertEquals(1, pool.sessionsInSpiteOfAll(pool.first()) + pool.sessionsInSpiteOfAll(pool.second()));
            }
        } finally {
            Files.delete(pool.first().maintenanceFile());
            Files.delete(pool.second().maintenanceFile());
        }
        onFirst.ping();
        onSecond.ping();
    }

    private void assertTakesFirstOut(Executable fault, Executable mend) throws Throwable {
        Member first = pool.first();
        Member second = pool.second();
        int timesDown = pool.seen(second).timesDown();

        fault.execute();
        try {
            pool.awaitDown(first);
            assertEquals("L7STS/503", pool.seen(first).check());
            onSecond.ping();
            int sessions = pool.seen(second).sessions();
            try (OperClient late = pool.client()) {
                late.ping();
                assertEquals(sessions + 1, pool.seen(second).sessions());
            }
        } finally {
            mend.execute();
        }
        pool.awaitUp(first);

        onFirst.ping();
        onSecond.ping();
        assertTrue(pool.seen(second).isUp());
        assertEquals(timesDown, pool.seen(second).timesDown());
    }
}
