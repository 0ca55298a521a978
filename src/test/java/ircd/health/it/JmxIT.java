package ircd.health.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.AttributeChangeNotification;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.EnumSource;

/** A JMX client that attaches as JConsole does, without a class of ours. */
@EnumSource(NetworkKind.class)
final class JmxIT extends OverRealDaemons {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void anOperatorSeesTheStateAndDrainsTheHost() throws Exception {
        try (ServiceProcess service = ServiceProcess.watching(daemons(), "--stable-duration", "1");
                JMXConnector connector = attach(service.process().pid())) {
            MBeanServerConnection jmx = connector.getMBeanServerConnection();
            ObjectName health = new ObjectName("ircd.health:type=Health");
            Queue<AttributeChangeNotification> told = new ConcurrentLinkedQueue<>();
            jmx.addNotificationListener(
                    health,
                    (notification, handback) -> told.add((AttributeChangeNotification) notification),
                    null,
                    null);

            jmx.invoke(health, "poll", null, null);
            service.awaitBody(HealthBody.of(true, true, true), SOON);
            assertEquals(true, jmx.getAttribute(health, "Routable"));
            assertEquals("ok", jmx.getAttribute(health, "ClientReason"));
            assertEquals(1L, jmx.getAttribute(health, "S2sLinks"));

            jmx.invoke(health, "enterMaintenance", new Object[] {"test"}, new String[] {String.class.getName()});
            assertEquals(503, service.health().status());
            jmx.invoke(health, "leaveMaintenance", null, null);
            assertEquals(200, service.health().status());

            Await.until(
                    "told of the drain and its end",
                    SOON,
                    () -> told.stream()
                                    .filter(change -> change.getAttributeName().equals("Routable"))
                                    .count()
                            == 3);
            assertTrue(told.stream().anyMatch(change -> "maintenance".equals(change.getUserData())));
            assertFalse(service.output().contains("\tat "), service.output());
        }
    }

    @SuppressWarnings("BanJNDI") // the address comes from our own process
    static JMXConnector attach(long pid) throws IOException, AttachNotSupportedException {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
    }
}
