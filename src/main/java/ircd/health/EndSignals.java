package ircd.health;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * SIGTERM and SIGINT as events. A shutdown hook would not do for a service that goes on for a while after the first:
 * all hooks run at once, so that the log and JFR would have ended by then, and no hook is told of a second signal.
 */
final class EndSignals {
    enum EndSignal {
        TERM(15),
        INT(2);

        private final int number;

        EndSignal(int number) {
            this.number = number;
        }

        /** The exit status of who is ended by it, by the shell's convention. */
        int status() {
            return 128 + number;
        }

        @Override
        public String toString() {
            return "SIG" + name();
        }
    }

    private final BlockingQueue<EndSignal> received = new LinkedBlockingQueue<>();

    private EndSignals() {}

    /**
     * From now on they do not end the JVM any more; SIGHUP and SIGKILL still do.
     *
     * @throws ReflectiveOperationException if the JVM leaves no signals to us, with the reason as its cause or message
     */
    static EndSignals take() throws ReflectiveOperationException {
        EndSignals signals = new EndSignals();
        tell(signals.received::add);
        return signals;
    }

    /**
     * As {@link #take}, for who wants to be told of each.
     *
     * @param listener called on a thread of its own
     */
    static void tell(Consumer<EndSignal> listener) throws ReflectiveOperationException {
        for (EndSignal signal : EndSignal.values()) {
            tell(signal, listener);
        }
    }

    /** The JDK has no other way than sun.misc.Signal (kept by JEP 260), whose mere name javac warns of. */
    private static void tell(EndSignal signal, Consumer<EndSignal> listener) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object handler = Proxy.newProxyInstance(
                handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                    listener.accept(signal);
                    return null;
                });
        type.getMethod("handle", type, handlerType)
                .invoke(null, type.getConstructor(String.class).newInstance(signal.name()), handler);
    }

    /** Why {@link #take} failed, in one line. */
    static String explain(ReflectiveOperationException e) {
        return String.valueOf(e instanceof InvocationTargetException ? e.getCause() : e);
    }

    /** Blocks until the next one; null if none came in time. */
    @Nullable
    EndSignal await(Duration atMost) throws InterruptedException {
        return received.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    EndSignal await() throws InterruptedException {
        return received.take();
    }
}
