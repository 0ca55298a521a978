package ircd.health.surface.jmx;

import ircd.health.state.Health;
import ircd.health.state.Transition;
import javax.management.AttributeChangeNotification;
import javax.management.MBeanNotificationInfo;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;

/** Sends a notification for every transition: old and new value, its sequence number, the reason as user data. */
final class TransitionNotifications extends NotificationBroadcasterSupport {
    private final ObjectName source;

    private TransitionNotifications(ObjectName source) {
        super(new MBeanNotificationInfo(
                new String[] {AttributeChangeNotification.ATTRIBUTE_CHANGE},
                AttributeChangeNotification.class.getName(),
                "Routable, ClientValid, S2sValid or Warm changed; the user data is the reason in one word"));
        this.source = source;
    }

    static TransitionNotifications of(Health health, ObjectName source) {
        TransitionNotifications notifications = new TransitionNotifications(source);
        health.onTransition(notifications::send);
        return notifications;
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
        sendNotification(notification);
    }
}
