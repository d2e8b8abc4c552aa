package dev.parley.room;

import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.bus.Refusal;
import dev.parley.protocol.Addresses;
import dev.parley.protocol.AiCommand;
import dev.parley.protocol.AiReply;
import io.vertx.core.AsyncResult;
import java.time.Duration;

/**
 * The conversation with the AI verticle about one answer: each reply is answered with the next pull, so nothing piles up
 * between the two. On the room's context.
 */
final class AnswerChain {
    /** A reply comes at least every heartbeat; so many missed ones mean that the AI verticle died. */
    private static final int MISSED_HEARTBEATS = 3;

    /** Whom the room hears. */
    interface Listener {
        void said(Answer answer, String text);

        void ended(Answer answer, AiReply.Reason reason, AiReply.Usage usage, String error);
    }

    private final Bus bus;
    private final Answer answer;
    private final Duration patience;
    private final Listener listener;

    AnswerChain(Bus bus, Answer answer, Duration heartbeat, Listener listener) {
        this.bus = bus;
        this.answer = answer;
        this.patience = heartbeat.multipliedBy(MISSED_HEARTBEATS);
        this.listener = listener;
    }

    void ask(String prompt) {
        bus.converse(Addresses.AI, new AiCommand.Ask(answer.turn(), prompt), patience)
                .onComplete(this::heard);
    }

    private void heard(AsyncResult<Exchange<AiReply, AiCommand>> reply) {
        if (reply.failed()) {
            lost(reply.cause());
        } else if (reply.result().body() instanceof AiReply.Chunk chunk) {
            onChunk(chunk, reply.result());
        } else if (reply.result().body() instanceof AiReply.End end) {
            onEnd(end);
        }
    }

    private void onChunk(AiReply.Chunk chunk, Exchange<AiReply, AiCommand> exchange) {
        if (!answer.isRunning()) {
            exchange.answer(new AiCommand.Stop());
            return;
        }
        say(chunk.text());
        exchange.answerAndWait(new AiCommand.Next(), patience).onComplete(this::heard);
    }

    private void onEnd(AiReply.End end) {
        if (answer.isRunning()) {
            say(end.text());
            listener.ended(answer, end.reason(), end.usage(), end.error());
        }
    }

    private void lost(Throwable failure) {
        if (answer.isRunning()) {
            String why = failure instanceof Refusal refusal ? refusal.text() : "the assistant is not reachable";
            listener.ended(answer, AiReply.Reason.FAILED, null, why);
        }
    }

    private void say(String text) {
        if (!text.isEmpty()) {
            listener.said(answer, text);
        }
    }
}
