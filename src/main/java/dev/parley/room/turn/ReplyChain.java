package dev.parley.room.turn;

import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.messages.Addresses;
import dev.parley.messages.AiCommand;
import dev.parley.messages.AiReply;
import dev.parley.room.rules.LiveTurn;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * The conversation with an AI verticle in one run of an answer: each reply is answered with the next pull once it was
 * kept, so nothing piles up between the two. A run that counts no more is stopped at its next reply. On the room's
 * context.
 */
final class ReplyChain {
    /** A reply comes at least every heartbeat; so many missed ones mean that the AI verticle died. */
    private static final int MISSED_HEARTBEATS = 3;

    /** Whom the room hears. */
    interface Listener {
        void said(LiveTurn liveTurn, String text);

        /** Completes when it is kept; fails when the answer does not go on here. */
        Future<Void> called(LiveTurn liveTurn, AiReply.ToolsRequested calls);

        /** Completes when it is kept; fails when the answer does not go on here. */
        Future<Void> settled(LiveTurn liveTurn, AiReply.ToolEnded settled);

        void waits(LiveTurn liveTurn);

        void ended(LiveTurn liveTurn, AiReply.End end);

        /** The AI verticle of this node is gone, or refuses. */
        void lost(LiveTurn liveTurn, String node, Throwable failure);
    }

    private final Bus bus;
    private final String node;
    private final LiveTurn liveTurn;
    private final int run;
    private final Duration patience;
    private final Listener listener;

    /** @param node whose AI verticle is asked */
    ReplyChain(Bus bus, String node, LiveTurn liveTurn, int run, Duration heartbeat, Listener listener) {
        this.bus = bus;
        this.node = node;
        this.liveTurn = liveTurn;
        this.run = run;
        this.patience = heartbeat.multipliedBy(MISSED_HEARTBEATS);
        this.listener = listener;
    }

    void ask(AiCommand.Ask ask) {
        bus.converse(Addresses.ai(node), ask, patience).onComplete(this::heard);
    }

    private void heard(AsyncResult<Exchange<AiReply, AiCommand>> reply) {
        if (reply.failed()) {
            if (liveTurn.isInRun(run)) {
                listener.lost(liveTurn, node, reply.cause());
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
        if (!liveTurn.isInRun(run)) {
            exchange.reply(new AiCommand.Stop());
            return;
        }
        keep(said).onComplete(kept -> {
            if (kept.succeeded() && liveTurn.isInRun(run)) {
                exchange.replyAndWait(new AiCommand.Next(), patience).onComplete(this::heard);
            } else {
                exchange.reply(new AiCommand.Stop());
            }
        });
    }

    private Future<Void> keep(AiReply said) {
        if (said instanceof AiReply.ToolsRequested calls) {
            return listener.called(liveTurn, calls);
        }
        if (said instanceof AiReply.ToolEnded settled) {
            return listener.settled(liveTurn, settled);
        }
        if (said instanceof AiReply.StepStarted begun) {
            liveTurn.asked(begun.input());
        }
        if (said instanceof AiReply.Chunk chunk) {
            say(chunk.text());
        }
        return Future.succeededFuture();
    }

    private void onLast(AiReply last) {
        if (!liveTurn.isInRun(run)) {
            return;
        }
        if (last instanceof AiReply.End end) {
            say(end.text());
            listener.ended(liveTurn, end);
        } else {
            listener.waits(liveTurn);
        }
    }

    private void say(String text) {
        if (!text.isEmpty()) {
            listener.said(liveTurn, text);
        }
    }
}
