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
 * The AI side of one turn: sends what the {@link AgentLoop} produces to the room as a chain of replies, each after the
 * room's pull of the one before.
 *
 * <pre>
 *  NEW ── start ──► FLOWING ◄── buffer half empty ── PAUSED
 *   │                 │ │                             ▲ │
 *   │                 │ └─────── buffer full ─────────┘ │
 *   └──── abandon ────┴──────────────┬──────────────────┘
 *                                    ▼
 *                                ABANDONED: the room's next pull is refused
 * </pre>
 *
 * Every reply goes out at the latest when a heartbeat is due, then perhaps empty. The turn fails after {@code
 * ai.totalTimeout}; the provider is cancelled when the room does not pull within {@code ai.pullTimeout}. Whatever is
 * thrown ends the turn as failed. Calls {@code onEnd} exactly once. Runs on the AI verticle's context.
 */
public final class TurnStream implements AgentLoop.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(TurnStream.class);
    private static final String FAILED = "the assistant failed";
    private static final long NO_TIMER = -1;

    private enum State {
        NEW,
        FLOWING,
        PAUSED,
        ABANDONED
    }

    private final Vertx vertx;
    private final AiConfig config;
    private final TurnBuffer buffer;
    private final BiConsumer<TurnStream, AiReply> onEnd;
    private final long totalTimer;
    private long heartbeatTimer = NO_TIMER;
    private Exchange<AiCommand, AiReply> pull; // that has no reply yet; null while we wait for the next
    private AgentLoop agentLoop; // null while NEW
    private State state = State.NEW;

    /** @param onEnd gets the last reply, or null when the room wanted none */
    public TurnStream(
            Vertx vertx, AiConfig config, Exchange<AiCommand, AiReply> ask, BiConsumer<TurnStream, AiReply> onEnd) {
        this.vertx = vertx;
        this.config = config;
        this.buffer = new TurnBuffer(config.bufferBytes(), config.answerBytes());
        this.onEnd = onEnd;
        this.totalTimer = vertx.setTimer(config.totalTimeout().toMillis(), id -> guard(this::timeOut));
        onPull(ask);
    }

    /** Starts the loop, unless the turn was abandoned or timed out while the history was read. */
    public void start(AgentLoop loop) {
        if (state == State.ABANDONED || buffer.isEnded()) {
            return;
        }
        agentLoop = loop;
        to(State.FLOWING);
        guard(loop::start);
    }

    private void to(State next) {
        State before = state;
        state = next;
        if (next == State.PAUSED) {
            agentLoop.pause();
        } else if (before == State.PAUSED && next == State.FLOWING) {
            agentLoop.resume();
        }
    }

    /** Every call into a turn goes through here, so that no exception leaves it hanging. */
    @Override
    public void guard(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.error("A turn failed", e);
            fail();
        }
    }

    private void fail() {
        try {
            cancel();
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.error("A failed turn could not be cancelled", e);
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
            cancel(); // the answer is as long as it may be
        }
        reply(false);
        limitBuffer();
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

    /** This node stops: the room's pull is refused, now or when it comes, so that the room asks another node. */
    public void abandon() {
        cancel();
        to(State.ABANDONED);
        if (pull != null) {
            refuse(pull);
        }
    }

    private void cancel() {
        if (agentLoop != null) {
            agentLoop.cancel();
        }
    }

    private void onPull(Exchange<AiCommand, AiReply> exchange) {
        pull = exchange;
        reply(false);
        if (pull != null) {
            heartbeatTimer = vertx.setTimer(config.heartbeat().toMillis(), id -> guard(() -> reply(true)));
        }
    }

    private void reply(boolean due) {
        AiReply reply = buffer.take(due);
        if (reply == null) {
            return;
        }
        Exchange<AiCommand, AiReply> exchange = pull;
        pull = null;
        vertx.cancelTimer(heartbeatTimer);
        limitBuffer();
        boolean isLast = buffer.isOver();
        try {
            if (isLast) {
                exchange.reply(reply);
            } else {
                exchange.replyAndWait(reply, config.pullTimeout()).onComplete(next -> guard(() -> onNext(reply, next)));
            }
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("A reply of a turn could not be sent", e);
            onUnsent(reply, exchange);
            return;
        }
        if (isLast) {
            close(reply);
        }
    }

    /** The reply cannot be encoded or sent, but perhaps a plain failure can. */
    private void onUnsent(AiReply reply, Exchange<AiCommand, AiReply> exchange) {
        AiReply failure = buffer.fail(FAILED);
        if (reply.equals(failure)) {
            drop();
            return;
        }
        pull = exchange;
        fail();
    }

    private void onNext(AiReply stored, AsyncResult<Exchange<AiCommand, AiReply>> next) {
        boolean isPull = next.succeeded() && next.result().body() instanceof AiCommand.Next;
        if (!isPull) { // stopped, refused, or the room is gone
            cancel();
            drop();
        } else if (state == State.ABANDONED) {
            refuse(next.result());
        } else {
            buffer.onPull();
            onPull(next.result());
            if (agentLoop != null && !buffer.isEnded()) { // null: the history is still being read
                agentLoop.onStored(stored);
            }
        }
    }

    /** Back-pressure: the provider pauses while the room does not keep up. */
    private void limitBuffer() {
        if (state == State.FLOWING && buffer.isFull()) {
            to(State.PAUSED);
        } else if (state == State.PAUSED && buffer.isRoomy()) {
            to(State.FLOWING);
        }
    }

    private void timeOut() {
        if (!buffer.isEnded()) {
            cancel();
            onEnd(
                    EndReason.FAILED,
                    null,
                    "the answer took longer than " + config.totalTimeout().toSeconds() + " s");
        }
    }

    private void refuse(Exchange<AiCommand, AiReply> exchange) {
        exchange.refuse(Code.UNAVAILABLE.refuse("the assistant's node is stopping"));
        drop();
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
        onEnd.accept(this, last);
    }
}
