package dev.parley.ai;

import dev.parley.bus.Exchange;
import dev.parley.config.AiConfig;
import dev.parley.protocol.AiCommand;
import dev.parley.protocol.AiReply;
import dev.parley.protocol.Code;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.util.function.BiConsumer;

/**
 * One answer in progress: an {@link AnswerBuffer} between the {@link Rounds} of its making and the reply chain, with its
 * clocks. Lives on the AI verticle's context. Tells {@code over} exactly once.
 */
final class Answer implements Rounds.Listener {
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
        this.totalTimer = vertx.setTimer(config.totalTimeout().toMillis(), id -> tookTooLong());
        owe(asked);
    }

    void start(Rounds work) {
        if (abandoned || buffer.isEnded()) {
            return; // stopped or timed out while the history was read
        }
        rounds = work;
        work.begin();
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
            heartbeatTimer = vertx.setTimer(config.heartbeat().toMillis(), id -> reply(true));
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
        if (buffer.isOver()) {
            exchange.answer(reply);
            close(reply);
        } else {
            exchange.answerAndWait(reply, config.pullTimeout()).onComplete(move -> moved(reply, move));
        }
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
