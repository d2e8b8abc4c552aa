package dev.parley.ai;

import dev.parley.bus.Exchange;
import dev.parley.config.AiConfig;
import dev.parley.protocol.AiCommand;
import dev.parley.protocol.AiReply;
import dev.parley.protocol.Code;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer in progress: an {@link AnswerBuffer} between a provider's call and the reply chain, with their clocks. Lives
 * on the AI verticle's context. Tells {@code over} exactly once.
 */
final class Answer implements AiProvider.Sink {
    private static final Logger log = LoggerFactory.getLogger(Answer.class);
    private static final AiProvider.Call NO_CALL = new NoCall();
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final AiConfig config;
    private final AnswerBuffer buffer;
    private final BiConsumer<Answer, AiReply.End> over;
    private final long totalTimer;
    private long heartbeatTimer = NO_TIMER;
    private Exchange<AiCommand, AiReply> owed;
    private AiProvider.Call call = NO_CALL;
    private boolean paused;
    private boolean abandoned;

    /** @param over is told the last reply, or null when the room wanted none */
    Answer(Vertx vertx, AiConfig config, Exchange<AiCommand, AiReply> asked, BiConsumer<Answer, AiReply.End> over) {
        this.vertx = vertx;
        this.config = config;
        this.buffer = new AnswerBuffer(config.bufferBytes(), config.answerBytes());
        this.over = over;
        this.totalTimer = vertx.setTimer(config.totalTimeout().toMillis(), id -> tookTooLong());
        owe(asked);
    }

    void start(AiProvider provider, AiProvider.Prompt prompt) {
        if (abandoned || buffer.isEnded()) {
            return; // stopped or timed out while the history was read
        }
        try {
            call = provider.start(prompt, this);
        } catch (RuntimeException e) {
            log.error("Provider {} failed to start", prompt.assistant().provider(), e);
            ended(AiReply.Reason.FAILED, null, "the assistant failed");
            return;
        }
        if (buffer.isEnded()) { // it spoke before it returned
            call.cancel();
        } else if (paused) {
            call.pause();
        }
    }

    @Override
    public void said(String text) {
        if (buffer.isEnded()) {
            return;
        }
        buffer.said(text);
        if (buffer.isEnded()) {
            call.cancel(); // as long as an answer may be
        }
        reply(false);
        press();
    }

    @Override
    public void asked(List<AiProvider.Wanted> calls, AiReply.Usage usage) {
        ended(AiReply.Reason.FAILED, usage, "the model asked for a tool that it was not given");
    }

    @Override
    public void ended(AiReply.Reason reason, AiReply.Usage usage, String error) {
        buffer.end(reason, usage, error);
        reply(false);
    }

    /** The node goes: the room is told at once, or at its next pull, so that it can ask another node. */
    void abandon() {
        call.cancel();
        abandoned = true;
        if (owed != null) {
            leave(owed);
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
        if (reply instanceof AiReply.End end) {
            exchange.answer(end);
            close(end);
        } else {
            exchange.answerAndWait(reply, config.pullTimeout()).onComplete(this::moved);
        }
    }

    private void moved(AsyncResult<Exchange<AiCommand, AiReply>> move) {
        boolean pulled = move.succeeded() && move.result().body() instanceof AiCommand.Next;
        if (pulled && abandoned) {
            leave(move.result());
        } else if (pulled) {
            buffer.pulled();
            owe(move.result());
        } else { // stopped, refused, or nobody there any more
            call.cancel();
            drop();
        }
    }

    private void press() {
        if (!paused && buffer.isFull()) {
            paused = true;
            call.pause();
        } else if (paused && buffer.isRoomy()) {
            paused = false;
            call.resume();
        }
    }

    private void tookTooLong() {
        if (!buffer.isEnded()) {
            call.cancel();
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

    private void close(AiReply.End end) {
        vertx.cancelTimer(totalTimer);
        vertx.cancelTimer(heartbeatTimer);
        over.accept(this, end);
    }

    private void leave(Exchange<AiCommand, AiReply> exchange) {
        exchange.refuse(Code.UNAVAILABLE.refuse("the assistant's node is stopping"));
        drop();
    }

    /** Before the provider was started. */
    private static final class NoCall implements AiProvider.Call {
        @Override
        public void cancel() {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}
    }
}
