package ircd.health.surface.jmx;

import ircd.health.state.Health;
import ircd.health.state.Transition;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.management.AttributeChangeNotification;
import javax.management.MBeanNotificationInfo;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;

/** Sends a notification for every transition: old and new value, its sequence number, the reason as user data. */
final class TransitionNotifications extends NotificationBroadcasterSupport implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;

    private final ObjectName source;
    private final ExecutorService executor;

    private TransitionNotifications(ObjectName source, ExecutorService executor) {
        super(
                executor,
                new MBeanNotificationInfo(
                        new String[] {AttributeChangeNotification.ATTRIBUTE_CHANGE},
                        AttributeChangeNotification.class.getName(),
                        "Routable, ClientValid, S2sValid or Warm changed; the user data is the reason in one word"));
        this.source = source;
        this.executor = executor;
    }

    static TransitionNotifications of(Health health, ObjectName source) {
        // Listeners are other people's code: one that blocks must not stop the poller. One thread keeps the order, and
        // is there only while there is something to tell.
        ThreadPoolExecutor oneThread =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "ircd-health-notifications");
                    thread.setDaemon(true);
                    thread.setContextClassLoader(null);
                    return thread;
                });
        oneThread.allowCoreThreadTimeOut(true);
        TransitionNotifications notifications = new TransitionNotifications(source, oneThread);
        health.onTransition(notifications::send);
        return notifications;
    }

    /** What has not been told by then is not told any more. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void send(Transition transition) {
        AttributeChangeNotification notification = new AttributeChangeNotification(
                source,
                transition.sequence(),
                transition.at().toEpochMilli(),
                transition.toString(),
                transition.attribute().jmxName(),
                boolean.class.getName(),
                transition.from(),
                transition.to());
        notification.setUserData(transition.reason());
        if (!executor.isShutdown()) {
            sendNotification(notification);
        }
    }
}
