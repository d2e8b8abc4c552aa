package dev.parley.ai.turn;

import dev.parley.bus.Exchange;
import dev.parley.config.AiConfig;
import dev.parley.messages.AiCommand;
import dev.parley.messages.AiReply;
import dev.parley.model.Code;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer in progress: an {@link TurnBuffer} between the {@link AgentLoop} of its making and the reply chain, with its
 * clocks. Lives on the AI verticle's context. Tells {@code over} exactly once.
 */
public final class TurnStream implements AgentLoop.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(TurnStream.class);
    private static final String FAILED = "the assistant failed";
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final AiConfig config;
    private final TurnBuffer buffer;
    private final BiConsumer<TurnStream, AiReply> over;
    private final long totalTimer;
    private long heartbeatTimer = NO_TIMER;
    private Exchange<AiCommand, AiReply> owed;
    private AgentLoop agentLoop; // null until it is known what is asked
    private boolean paused;
    private boolean abandoned;

    /** @param over is told the last reply, or null when the room wanted none */
    public TurnStream(
            Vertx vertx, AiConfig config, Exchange<AiCommand, AiReply> asked, BiConsumer<TurnStream, AiReply> over) {
        this.vertx = vertx;
        this.config = config;
        this.buffer = new TurnBuffer(config.bufferBytes(), config.answerBytes());
        this.over = over;
        this.totalTimer = vertx.setTimer(config.totalTimeout().toMillis(), id -> guard(this::tookTooLong));
        owe(asked);
    }

    public void start(AgentLoop work) {
        if (abandoned || buffer.isEnded()) {
            return; // stopped or timed out while the history was read
        }
        agentLoop = work;
        guard(work::start);
    }

    /** Every way into an answer leads through here, so that none can leave it hanging. */
    @Override
    public void guard(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.error("An answer failed", e);
            fail();
        }
    }

    private void fail() {
        try {
            cancel();
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.error("What makes an answer could not be ended", e);
        }
        onEnd(EndReason.FAILED, null, FAILED);
    }

    @Override
    public void onText(String text) {
        if (buffer.isEnded()) {
            return;
        }
        buffer.append(text);
        if (buffer.isEnded()) {
            cancel(); // as long as an answer may be
        }
        reply(false);
        press();
    }

    @Override
    public void onReply(AiReply reply) {
        buffer.add(reply);
        reply(false);
    }

    @Override
    public void onWaiting() {
        buffer.endWaiting();
        reply(false);
    }

    @Override
    public void onEnd(EndReason reason, TokenUsage usage, String error) {
        buffer.end(reason, usage, error);
        reply(false);
    }

    /** The node goes: the room is told at once, or at its next pull, so that it can ask another node. */
    public void abandon() {
        cancel();
        abandoned = true;
        if (owed != null) {
            leave(owed);
        }
    }

    private void cancel() {
        if (agentLoop != null) {
            agentLoop.cancel();
        }
    }

    private void owe(Exchange<AiCommand, AiReply> exchange) {
        owed = exchange;
        reply(false);
        if (owed != null) {
            heartbeatTimer = vertx.setTimer(config.heartbeat().toMillis(), id -> guard(() -> reply(true)));
        }
    }

    private void reply(boolean due) {
        AiReply reply = buffer.take(due);
        if (reply == null) {
            return;
        }
        Exchange<AiCommand, AiReply> exchange = owed;
        owed = null;
        vertx.cancelTimer(heartbeatTimer);
        press();
        boolean isLast = buffer.isOver();
        try {
            if (isLast) {
                exchange.answer(reply);
            } else {
                exchange.answerAndWait(reply, config.pullTimeout())
                        .onComplete(move -> guard(() -> moved(reply, move)));
            }
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("A reply of an answer could not be sent", e);
            unsent(reply, exchange);
            return;
        }
        if (isLast) {
            close(reply);
        }
    }

    /** It cannot be handed over, but a plain end can. */
    private void unsent(AiReply reply, Exchange<AiCommand, AiReply> exchange) {
        AiReply plain = buffer.fail(FAILED);
        if (reply.equals(plain)) {
            drop();
            return;
        }
        owed = exchange;
        fail();
    }

    private void moved(AiReply reply, AsyncResult<Exchange<AiCommand, AiReply>> move) {
        boolean pulled = move.succeeded() && move.result().body() instanceof AiCommand.Next;
        if (pulled && abandoned) {
            leave(move.result());
        } else if (pulled) {
            buffer.onPull();
            owe(move.result());
            if (!buffer.isEnded()) {
                agentLoop.onStored(reply);
            }
        } else { // stopped, refused, or nobody there any more
            cancel();
            drop();
        }
    }

    private void press() {
        if (!paused && buffer.isFull()) {
            paused = true;
            agentLoop.pause();
        } else if (paused && buffer.isRoomy()) {
            paused = false;
            agentLoop.resume();
        }
    }

    private void tookTooLong() {
        if (!buffer.isEnded()) {
            cancel();
            onEnd(
                    EndReason.FAILED,
                    null,
                    "the answer took longer than " + config.totalTimeout().toSeconds() + " s");
        }
    }

    private void drop() {
        if (!buffer.isOver()) {
            buffer.drop();
            close(null);
        }
    }

    private void close(AiReply last) {
        vertx.cancelTimer(totalTimer);
        vertx.cancelTimer(heartbeatTimer);
        over.accept(this, last);
    }

    private void leave(Exchange<AiCommand, AiReply> exchange) {
        exchange.refuse(Code.UNAVAILABLE.refuse("the assistant's node is stopping"));
        drop();
    }
}
