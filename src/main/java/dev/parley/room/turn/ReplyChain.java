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
 * The conversation with an AI verticle about one turn: each reply is answered with the next pull.
 *
 * <p>The pull goes out once the listener has stored what the reply brought, so nothing piles up between the two. A
 * chain that its turn has left (see {@link LiveTurn#isCurrentChain}) is stopped at its next reply. It ends with exactly
 * one of {@code onWaiting}, {@code onEnd} and {@code onLost}, or silently when it was left. On the room's context.
 */
final class ReplyChain {
    /** A reply comes at least every heartbeat; so many missed ones mean that the AI verticle died. */
    private static final int MISSED_HEARTBEATS = 3;

    /**
     * Receives what the replies bring. The futures complete when it is stored, and fail when the turn does not go on
     * here.
     */
    interface Listener {
        void onText(LiveTurn liveTurn, String text);

        Future<Void> onToolCalls(LiveTurn liveTurn, AiReply.ToolsRequested calls);

        Future<Void> onToolEnd(LiveTurn liveTurn, AiReply.ToolEnded settled);

        /** Nothing is left to do before a person has decided about a tool. */
        void onWaiting(LiveTurn liveTurn);

        void onEnd(LiveTurn liveTurn, AiReply.End end);

        /** The AI verticle of this node is gone, or refuses. */
        void onLost(LiveTurn liveTurn, String node, Throwable failure);
    }

    private final Bus bus;
    private final String node;
    private final LiveTurn liveTurn;
    private final int chain;
    private final Duration patience;
    private final Listener listener;

    /**
     * @param node whose AI verticle is asked
     * @param chain the number that {@link LiveTurn#begin} returned
     */
    ReplyChain(Bus bus, String node, LiveTurn liveTurn, int chain, Duration heartbeat, Listener listener) {
        this.bus = bus;
        this.node = node;
        this.liveTurn = liveTurn;
        this.chain = chain;
        this.patience = heartbeat.multipliedBy(MISSED_HEARTBEATS);
        this.listener = listener;
    }

    void ask(AiCommand.Ask ask) {
        bus.converse(Addresses.ai(node), ask, patience).onComplete(this::onReply);
    }

    private void onReply(AsyncResult<Exchange<AiReply, AiCommand>> result) {
        if (result.failed()) {
            if (isCurrent()) {
                listener.onLost(liveTurn, node, result.cause());
            }
            return;
        }
        AiReply reply = result.result().body();
        if (reply instanceof AiReply.End || reply instanceof AiReply.Waiting) {
            onLast(reply);
        } else {
            onPulled(reply, result.result());
        }
    }

    private void onPulled(AiReply reply, Exchange<AiReply, AiCommand> exchange) {
        if (!isCurrent()) {
            exchange.reply(new AiCommand.Stop());
            return;
        }
        handle(reply).onComplete(stored -> {
            if (stored.succeeded() && isCurrent()) {
                exchange.replyAndWait(new AiCommand.Next(), patience).onComplete(this::onReply);
            } else {
                exchange.reply(new AiCommand.Stop());
            }
        });
    }

    private Future<Void> handle(AiReply reply) {
        if (reply instanceof AiReply.ToolsRequested calls) {
            return listener.onToolCalls(liveTurn, calls);
        }
        if (reply instanceof AiReply.ToolEnded settled) {
            return listener.onToolEnd(liveTurn, settled);
        }
        if (reply instanceof AiReply.StepStarted begun) {
            liveTurn.addInputTokens(begun.input());
        }
        if (reply instanceof AiReply.Chunk chunk) {
            onText(chunk.text());
        }
        return Future.succeededFuture();
    }

    private void onLast(AiReply last) {
        if (!isCurrent()) {
            return;
        }
        if (last instanceof AiReply.End end) {
            onText(end.text());
            listener.onEnd(liveTurn, end);
        } else {
            listener.onWaiting(liveTurn);
        }
    }

    private void onText(String text) {
        if (!text.isEmpty()) {
            listener.onText(liveTurn, text);
        }
    }

    private boolean isCurrent() {
        return liveTurn.isCurrentChain(chain);
    }
}
