package ircd.health.surface.http;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import ircd.health.state.Refusal;
import ircd.health.verdict.PublicState;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: takes its requests one after another, each only when the one before has been answered, and
 * reads nothing meanwhile, so that a client can make us hold no more than one read's worth of what it sends. All but
 * {@link #judged} belongs to the connection's event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    /** Sent through the pipeline when the endpoint closes. */
    static final Object CLOSING = new Object();
    /** Sent a while later: who still waits for a judgement gets none. */
    static final Object LAST_CALL = new Object();

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());
    private static final PublicState NOTHING = new PublicState(false, false, false, false);
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Longer than any judgement takes: a source that never calls back must not hold the connection for good. */
    private static final long JUDGING_NANOS = TimeUnit.MINUTES.toNanos(3);

    private enum Phase {
        HANDSHAKE,
        /** A head is due: from the connect on, or since its first byte. */
        HEAD,
        /** The source has been asked. */
        JUDGING,
        /** Answers are written that the client has yet to take. */
        WRITING,
        /** Between an answer and the next request. */
        IDLE,
        /** The last answer is on its way; then the connection ends. */
        ENDING,
        /** Ended on our side; what still comes is thrown away, since closing upon it would take the answer back. */
        LINGERING
    }

    private final Shared shared;
    private final Turns turns;
    private final Admission.Slot slot;
    private final @Nullable TlsRecordGuard tls;
    private final Channel channel;
    private final RequestHead request;
    private final Question question = new Question(this);
    private final Deadline deadline;
    private final Input input;

    private Phase phase;
    private boolean inputEnded;
    private boolean proven;
    private boolean asking;
    /** More requests have come than are served in one turn. */
    private boolean waitsForTurn;

    private boolean lingers;
    /** Octets, as told to {@link HeldMemory}. */
    private int held;
    /** The constant of the last answer, and the duplicate of it that was written. */
    private ByteBuf answered = Unpooled.EMPTY_BUFFER;

    private ByteBuf answer = Unpooled.EMPTY_BUFFER;
    /** The last answer written; null when it and all before it are known to have left. */
    private @Nullable ChannelFuture writing;

    /** The last answer written when sending got stuck: the write deadline has been set for it. */
    private @Nullable ChannelFuture awaited;

    Connection(Shared shared, Turns turns, Channel channel, Admission.Slot slot, @Nullable TlsRecordGuard tls) {
        this.shared = shared;
        this.turns = turns;
        this.channel = channel;
        this.slot = slot;
        this.tls = tls;
        this.request = new RequestHead(shared.healthPath);
        this.deadline = new Deadline(channel.eventLoop(), this::expired);
        this.input = new Input(channel.alloc());
        this.phase = tls == null ? Phase.HEAD : Phase.HANDSHAKE;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline.arm((tls == null ? shared.settings.headerDeadline() : shared.settings.handshakeDeadline()).toNanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf received = (ByteBuf) message;
        if (phase == Phase.ENDING || phase == Phase.LINGERING) {
            received.release();
            return;
        }
        input.append(received);
        serve();
        input.keepRest();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (request.isPartial()) {
            Transport.acknowledgeQuickly(channel);
        }
        settle();
        account();
    }

    /** Serves what has come, until a head is incomplete or an answer has to be waited for. */
    private void serve() {
        while (!waitsForTurn && (phase == Phase.HEAD || phase == Phase.IDLE) && input.isReadable()) {
            if (proven && turns.areNeeded()) {
                waitForTurn();
                return;
            }
            Outcome outcome = request.read(input.bytes());
            if (outcome == null) {
                if (phase == Phase.IDLE) {
                    phase = Phase.HEAD;
                    deadline.arm(shared.settings.headerDeadline().toNanos());
                }
                return;
            }
            // Only what comes first can be the wrong protocol; after a request it would take the answers back.
            serve(outcome == Outcome.NOT_HTTP && proven ? Outcome.BAD_REQUEST : outcome);
            if (!channel.isWritable()) {
                settle();
            }
        }
    }

    private void waitForTurn() {
        waitsForTurn = true;
        channel.config().setAutoRead(false);
        turns.await(this::takeTurn);
    }

    private void takeTurn() {
        waitsForTurn = false;
        if (phase == Phase.HEAD || phase == Phase.IDLE) {
            resume();
        }
    }

    private void serve(Outcome outcome) {
        if (outcome == Outcome.NOT_HTTP) {
            refuse(Refusal.WRONG_PROTOCOL);
            return;
        }
        slot.busy();
        turns.served();
        if (!proven && outcome.wellFormed) {
            proven = true;
            shared.admission.proven(slot);
        }
        if (outcome == Outcome.HEALTH) {
            ask();
        } else {
            boolean keepAlive = request.keepsAlive() && !shared.finishing;
            answer(shared.answers.of(outcome, request, keepAlive), outcome.status, keepAlive);
        }
    }

    private void ask() {
        phase = Phase.JUDGING;
        asking = true;
        try {
            shared.source.ask(question);
        } catch (RuntimeException broken) {
            LOG.log(DEBUG, "The health source failed", broken);
            answer(NOTHING);
        } finally {
            asking = false;
        }
        if (phase == Phase.JUDGING) {
            channel.config().setAutoRead(false);
            deadline.arm(JUDGING_NANOS);
        }
    }

    /** Called from any thread. */
    void judged(PublicState state) {
        if (channel.eventLoop().inEventLoop() && asking) {
            answer(state);
            return;
        }
        try {
            channel.eventLoop().execute(() -> answerLate(state));
        } catch (RejectedExecutionException endpointClosed) {
            LOG.log(DEBUG, "An answer came after the end of the endpoint");
        }
    }

    private void answerLate(PublicState state) {
        if (phase == Phase.JUDGING) {
            answer(state);
            resume();
        }
    }

    private void answer(PublicState state) {
        if (phase == Phase.JUDGING) {
            boolean keepAlive = request.keepsAlive() && !shared.finishing;
            answer(shared.answers.health(state, request, keepAlive), state.routable() ? 200 : 503, keepAlive);
        }
    }

    private void answer(ByteBuf constant, int status, boolean keepAlive) {
        shared.stats.answered(status);
        slot.idle();
        phase = keepAlive ? Phase.IDLE : Phase.ENDING;
        // Refused, or with a body: more may come than has been read.
        lingers = !keepAlive && (request.leavesInput() || input.isReadable());
        writing = channel.write(readable(constant));
    }

    /** The duplicate that was written last can be read once more when it has left: a kept connection needs no other. */
    @SuppressWarnings("ReferenceEquality") // the constants are told apart by identity
    private ByteBuf readable(ByteBuf constant) {
        if (writing == null && constant == answered) {
            return answer.readerIndex(0);
        }
        answered = constant;
        answer = constant.duplicate();
        return answer;
    }

    /** Sends what is written, and goes on at once or when the client has taken it. */
    private void settle() {
        ChannelFuture last = writing;
        if (last == null) {
            return;
        }
        channel.flush();
        if (phase == Phase.JUDGING) {
            return; // the answer to come is settled in its turn, and this one with it
        }
        if (last.isDone()) {
            written(last);
            return;
        }
        if (phase != Phase.ENDING) {
            phase = Phase.WRITING;
            channel.config().setAutoRead(false);
        }
        if (last == awaited) {
            return; // what a client sends meanwhile buys it no time
        }
        awaited = last;
        deadline.arm(shared.settings.headerDeadline().toNanos());
        last.addListener(taken -> {
            written(last);
            resume();
        });
    }

    private void written(ChannelFuture last) {
        if (!last.isSuccess()) {
            abort();
            return;
        }
        if (last != writing) {
            return;
        }
        writing = null;
        awaited = null;
        if (phase == Phase.ENDING) {
            end();
        } else if (phase == Phase.WRITING || phase == Phase.IDLE) {
            phase = request.isPartial() ? Phase.HEAD : Phase.IDLE;
            deadline.arm(
                    (request.isPartial() ? shared.settings.headerDeadline() : shared.settings.idleTimeout()).toNanos());
        }
    }

    /** After a wait: serves what had come before it, and reads again. */
    private void resume() {
        serve();
        input.keepRest();
        settle();
        account();
        if (!waitsForTurn && (phase == Phase.IDLE || phase == Phase.HEAD)) {
            if (inputEnded) {
                end(); // what is left is half a head
            } else {
                channel.config().setAutoRead(true);
            }
        }
    }

    /** Memory is finite: who makes us hold much of it goes when all together hold too much. */
    private void account() {
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        int now = input.held()
                + (tls == null ? 0 : tls.held())
                + (unsent == null ? 0 : Math.toIntExact(unsent.totalPendingWriteBytes()));
        if (now == held) {
            return;
        }
        boolean tooMuch = !shared.memory.changed(held, now);
        held = now;
        if (tooMuch) {
            refuse(Refusal.DISPLACED);
        }
    }

    private void end() {
        if (lingers && !inputEnded) {
            phase = Phase.LINGERING;
            deadline.arm(LINGER_NANOS);
            channel.pipeline().addFirst(new Drain());
            channel.config().setAutoRead(true);
            SslHandler ssl = channel.pipeline().get(SslHandler.class);
            if (ssl == null) {
                shutdownOutput();
            } else {
                ssl.closeOutbound().addListener(said -> shutdownOutput());
            }
        } else {
            phase = Phase.ENDING;
            deadline.arm(shared.settings.headerDeadline().toNanos());
            channel.close();
        }
    }

    private void shutdownOutput() {
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            channel.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            handshakeEnded(handshake);
        } else if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            inputEnded = true;
            if (!waitsForTurn && phase != Phase.JUDGING && phase != Phase.WRITING && phase != Phase.ENDING) {
                end();
            }
        } else if (event == CLOSING && owesNothing()) {
            end();
        } else if (event == LAST_CALL) {
            answerLate(NOTHING);
        }
    }

    /** Whether no request has begun that could still be answered. */
    private boolean owesNothing() {
        return phase == Phase.HANDSHAKE
                || (phase == Phase.HEAD && !request.isPartial())
                || (phase == Phase.IDLE && writing == null && !waitsForTurn);
    }

    private void handshakeEnded(SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
            shared.stats.handshakeCompleted();
            Transport.acknowledgeQuickly(channel);
            phase = Phase.HEAD;
            deadline.arm(shared.settings.headerDeadline().toNanos());
        } else if (tls != null && tls.handshakeBegan()) {
            shared.stats.handshakeFailed();
        }
    }

    private void expired() {
        switch (phase) {
            case HANDSHAKE -> refuse(Refusal.HANDSHAKE_TIMEOUT);
            case HEAD -> refuse(Refusal.HEADER_TIMEOUT);
            case WRITING, ENDING -> refuse(Refusal.WRITE_TIMEOUT);
            case IDLE -> end();
            case LINGERING -> abort();
            case JUDGING -> answerLate(NOTHING);
        }
    }

    private void refuse(Refusal reason) {
        shared.stats.refused(reason);
        abort();
    }

    private void abort() {
        phase = Phase.ENDING;
        Admission.abort(channel);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.log(DEBUG, "Connection ended: {0}", cause.toString());
        abort();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        deadline.cancel();
        question.withdraw();
        phase = Phase.ENDING;
        input.drop();
        shared.memory.changed(held, 0);
        held = 0;
    }
}
