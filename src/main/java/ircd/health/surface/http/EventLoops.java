package ircd.health.surface.http;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Netty's, but for their sleep, and for their end: Netty has that told by a thread of its own, which is no daemon and
 * keeps the JVM alive for a second, also that of a host in which we could not start.
 */
final class EventLoops extends MultiThreadIoEventLoopGroup {
    EventLoops(int loops, ThreadFactory threads, IoHandlerFactory waiting) {
        super(loops, threads, waiting);
    }

    /** Of one of these loops. */
    static Turns turns(EventLoop loop) {
        return ((Loop) loop).turns;
    }

    /** Called by the constructor, once for each loop. */
    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory waiting, Object... arguments) {
        return new Loop(this, executor, waiting, ImmediateEventExecutor.INSTANCE.newPromise());
    }

    private static final class Loop extends SingleThreadIoEventLoop {
        private static final long NOTHING_SCHEDULED = -1;

        private final Promise<Void> ended;
        private final Turns turns = new Turns(this);

        Loop(IoEventLoopGroup group, Executor executor, IoHandlerFactory waiting, Promise<Void> ended) {
            super(group, (Executor) whole -> executor.execute(() -> runToItsEnd(whole, ended)), waiting);
            this.ended = ended;
        }

        private static void runToItsEnd(Runnable whole, Promise<Void> ended) {
            try {
                whole.run();
            } finally {
                ended.trySuccess(null);
            }
        }

        /** Waits until sockets are ready, and serves these. */
        @Override
        protected int runIo() {
            turns.begin();
            return super.runIo();
        }

        /** With nothing to do at a certain time it sleeps until it is woken; Netty's would look once a second. */
        @Override
        protected long deadlineNanos() {
            long next = nextScheduledTaskDeadlineNanos();
            return next == NOTHING_SCHEDULED ? next : super.deadlineNanos();
        }

        /** The group listens to it. */
        @Override
        public Future<?> terminationFuture() {
            return ended;
        }
    }
}
