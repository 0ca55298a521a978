package ircd.health.surface.jmx;

import static java.util.Objects.requireNonNull;

import ircd.health.state.EndpointStats;
import ircd.health.state.Health;
import ircd.health.state.HealthBean;
import ircd.health.state.HealthMXBean;
import ircd.health.state.Snapshot;
import ircd.health.tls.CertificateReloader;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanRegistrationException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationEmitter;
import javax.management.ObjectName;

/** Our MXBeans in an MBeanServer, all under the domain {@code ircd.health}. */
public final class JmxSurface implements AutoCloseable {
    public static final ObjectName HEALTH = name("Health");
    public static final ObjectName ENDPOINT = name("Endpoint");
    public static final ObjectName CERTIFICATE = name("Certificate");

    private final MBeanServer server;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    public JmxSurface(MBeanServer server) {
        this.server = requireNonNull(server, "server is null");
    }

    private static ObjectName name(String type) {
        try {
            return new ObjectName("ircd.health:type=" + type);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Registers the health state, with its notifications.
     *
     * @throws InstanceAlreadyExistsException if another ircd-health runs in this JVM
     */
    public void register(Health health, HealthBean bean) throws JMException {
        TransitionNotifications notifications = TransitionNotifications.of(health, HEALTH);
        register(HEALTH, bean, snapshots(bean), HealthMXBean.class, notifications);
        undo.push(notifications::close);
    }

    public void register(EndpointStats stats) throws JMException {
        register(ENDPOINT, new EndpointBean(stats), EndpointMXBean.class);
    }

    public void register(CertificateReloader reloader) throws JMException {
        register(CERTIFICATE, new CertificateBean(reloader), CertificateMXBean.class);
    }

    private static Moments<HealthMXBean> snapshots(HealthBean bean) {
        return new Moments<>() {
            @Override
            public Object now() {
                return bean.current();
            }

            @Override
            public HealthMXBean beanOf(Object moment) {
                return bean.pinnedTo((Snapshot) moment);
            }
        };
    }

    private <T> void register(ObjectName name, T bean, Class<T> mxbeanInterface) throws JMException {
        register(name, bean, Moments.none(bean), mxbeanInterface, new NotificationBroadcasterSupport());
    }

    private <T> void register(
            ObjectName name, T bean, Moments<T> moments, Class<T> mxbeanInterface, NotificationEmitter emitter)
            throws JMException {
        server.registerMBean(new DescribedMBean<>(bean, moments, mxbeanInterface, emitter), name);
        undo.push(() -> unregister(name));
    }

    private void unregister(ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException | MBeanRegistrationException e) {
            // Somebody else unregistered it: gone is gone.
        }
    }

    /** Unregisters what was registered here. */
    @Override
    public void close() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
