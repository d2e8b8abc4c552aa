package dev.parley.room;

import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.protocol.Addresses;
import dev.parley.protocol.AiCommand;
import dev.parley.protocol.AiReply;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * The conversation with an AI verticle in one run of an answer: each reply is answered with the next pull once it was
 * kept, so nothing piles up between the two. A run that counts no more is stopped at its next reply. On the room's
 * context.
 */
final class AnswerChain {
    /** A reply comes at least every heartbeat; so many missed ones mean that the AI verticle died. */
    private static final int MISSED_HEARTBEATS = 3;

    /** Whom the room hears. */
    interface Listener {
        void said(Answer answer, String text);

        /** Completes when it is kept; fails when the answer does not go on here. */
        Future<Void> called(Answer answer, AiReply.Calls calls);

        /** Completes when it is kept; fails when the answer does not go on here. */
        Future<Void> settled(Answer answer, AiReply.Settled settled);

        void waits(Answer answer);

        void ended(Answer answer, AiReply.End end);

        /** The AI verticle of this node is gone, or refuses. */
        void lost(Answer answer, String node, Throwable failure);
    }

    private final Bus bus;
    private final String node;
    private final Answer answer;
    private final int run;
    private final Duration patience;
    private final Listener listener;

    /** @param node whose AI verticle is asked */
    AnswerChain(Bus bus, String node, Answer answer, int run, Duration heartbeat, Listener listener) {
        this.bus = bus;
        this.node = node;
        this.answer = answer;
        this.run = run;
        this.patience = heartbeat.multipliedBy(MISSED_HEARTBEATS);
        this.listener = listener;
    }

    void ask(AiCommand.Ask ask) {
        bus.converse(Addresses.ai(node), ask, patience).onComplete(this::heard);
    }

    private void heard(AsyncResult<Exchange<AiReply, AiCommand>> reply) {
        if (reply.failed()) {
            if (answer.isInRun(run)) {
                listener.lost(answer, node, reply.cause());
            }
            return;
        }
        AiReply said = reply.result().body();
        if (said instanceof AiReply.End || said instanceof AiReply.Waiting) {
            onLast(said);
        } else {
            onReply(said, reply.result());
        }
    }

    private void onReply(AiReply said, Exchange<AiReply, AiCommand> exchange) {
        if (!answer.isInRun(run)) {
            exchange.answer(new AiCommand.Stop());
            return;
        }
        keep(said).onComplete(kept -> {
            if (kept.succeeded() && answer.isInRun(run)) {
                exchange.answerAndWait(new AiCommand.Next(), patience).onComplete(this::heard);
            } else {
                exchange.answer(new AiCommand.Stop());
            }
        });
    }

    private Future<Void> keep(AiReply said) {
        if (said instanceof AiReply.Calls calls) {
            return listener.called(answer, calls);
        }
        if (said instanceof AiReply.Settled settled) {
            return listener.settled(answer, settled);
        }
        if (said instanceof AiReply.Begun begun) {
            answer.asked(begun.input());
        }
        if (said instanceof AiReply.Chunk chunk) {
            say(chunk.text());
        }
        return Future.succeededFuture();
    }

    private void onLast(AiReply last) {
        if (!answer.isInRun(run)) {
            return;
        }
        if (last instanceof AiReply.End end) {
            say(end.text());
            listener.ended(answer, end);
        } else {
            listener.waits(answer);
        }
    }

    private void say(String text) {
        if (!text.isEmpty()) {
            listener.said(answer, text);
        }
    }
}
