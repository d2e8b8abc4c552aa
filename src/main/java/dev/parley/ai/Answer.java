package dev.parley.ai;

import dev.parley.bus.Exchange;
import dev.parley.config.AiConfig;
import dev.parley.protocol.AiCommand;
import dev.parley.protocol.AiReply;
import dev.parley.protocol.Code;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer in progress: an {@link AnswerBuffer} between the {@link Rounds} of its making and the reply chain, with its
 * clocks. Lives on the AI verticle's context. Tells {@code over} exactly once.
 */
final class Answer implements Rounds.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
    private static final String FAILED = "the assistant failed";
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final AiConfig config;
    private final AnswerBuffer buffer;
    private final BiConsumer<Answer, AiReply> over;
    private final long totalTimer;
    private long heartbeatTimer = NO_TIMER;
    private Exchange<AiCommand, AiReply> owed;
    private Rounds rounds; // null until it is known what is asked
    private boolean paused;
    private boolean abandoned;

    /** @param over is told the last reply, or null when the room wanted none */
    Answer(Vertx vertx, AiConfig config, Exchange<AiCommand, AiReply> asked, BiConsumer<Answer, AiReply> over) {
        this.vertx = vertx;
        this.config = config;
        this.buffer = new AnswerBuffer(config.bufferBytes(), config.answerBytes());
        this.over = over;
        this.totalTimer = vertx.setTimer(config.totalTimeout().toMillis(), id -> attempt(this::tookTooLong));
        owe(asked);
    }

    void start(Rounds work) {
        if (abandoned || buffer.isEnded()) {
            return; // stopped or timed out while the history was read
        }
        rounds = work;
        attempt(work::begin);
    }

    /** Every way into an answer leads through here, so that none can leave it hanging. */
    @Override
    public void attempt(Runnable step) {
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
        ended(AiReply.Reason.FAILED, null, FAILED);
    }

    @Override
    public void said(String text) {
        if (buffer.isEnded()) {
            return;
        }
        buffer.said(text);
        if (buffer.isEnded()) {
            cancel(); // as long as an answer may be
        }
        reply(false);
        press();
    }

    @Override
    public void tell(AiReply reply) {
        buffer.tell(reply);
        reply(false);
    }

    @Override
    public void hold() {
        buffer.hold();
        reply(false);
    }

    @Override
    public void ended(AiReply.Reason reason, AiReply.Usage usage, String error) {
        buffer.end(reason, usage, error);
        reply(false);
    }

    /** The node goes: the room is told at once, or at its next pull, so that it can ask another node. */
    void abandon() {
        cancel();
        abandoned = true;
        if (owed != null) {
            leave(owed);
        }
    }

    private void cancel() {
        if (rounds != null) {
            rounds.cancel();
        }
    }

    private void owe(Exchange<AiCommand, AiReply> exchange) {
        owed = exchange;
        reply(false);
        if (owed != null) {
            heartbeatTimer = vertx.setTimer(config.heartbeat().toMillis(), id -> attempt(() -> reply(true)));
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
                        .onComplete(move -> attempt(() -> moved(reply, move)));
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
        AiReply plain = buffer.breakOff(FAILED);
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
            buffer.pulled();
            owe(move.result());
            if (!buffer.isEnded()) {
                rounds.kept(reply);
            }
        } else { // stopped, refused, or nobody there any more
            cancel();
            drop();
        }
    }

    private void press() {
        if (!paused && buffer.isFull()) {
            paused = true;
            rounds.pause();
        } else if (paused && buffer.isRoomy()) {
            paused = false;
            rounds.resume();
        }
    }

    private void tookTooLong() {
        if (!buffer.isEnded()) {
            cancel();
            ended(
                    AiReply.Reason.FAILED,
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
