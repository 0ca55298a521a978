package ircd.health.surface.jmx.remote;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.remote.MBeanServerForwarder;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients read and listen, and operate what is named in {@link #OPERABLE} if there is an access file that says who
 * may (which the JDK's controller, before this one, looks into). The JDK's readwrite role alone could load code into
 * this JVM, by way of {@code DiagnosticCommand} and others.
 */
final class Guard implements InvocationHandler {
    private static final Set<String> OPERABLE = Set.of("ircd.health", "java.lang");
    private static final Set<String> LISTENING = Set.of("addNotificationListener", "removeNotificationListener");

    private final boolean operable;
    private @Nullable MBeanServer guarded;

    private Guard(boolean operable) {
        this.operable = operable;
    }

    static MBeanServerForwarder of(boolean operable) {
        return (MBeanServerForwarder) Proxy.newProxyInstance(
                Guard.class.getClassLoader(), new Class<?>[] {MBeanServerForwarder.class}, new Guard(operable));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("setMBeanServer")) {
            guarded = (MBeanServer) requireNonNull(arguments)[0];
            return null;
        }
        if (name.equals("getMBeanServer")) {
            return guarded;
        }
        if (name.equals("invoke")) {
            requireOperable((ObjectName) requireNonNull(arguments)[0]);
        } else if (!isHarmless(method)) {
            throw new SecurityException("remote JMX does not allow " + name);
        }
        try {
            return method.invoke(guarded, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void requireOperable(ObjectName name) {
        if (!operable) {
            throw new SecurityException("remote JMX only reads; --jmx-access-file says who may operate");
        }
        if (!OPERABLE.contains(name.getDomain())) {
            throw new SecurityException("remote JMX does not operate " + name);
        }
    }

    private static boolean isHarmless(Method method) {
        return method.getName().matches("(get|is|query)[A-Z].*")
                || LISTENING.contains(method.getName())
                || method.getDeclaringClass() == Object.class;
    }
}
