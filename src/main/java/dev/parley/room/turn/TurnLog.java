package dev.parley.room.turn;

import dev.parley.model.Turn;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.log.OverloadRetry;
import dev.parley.room.rules.LiveTurn;
import dev.parley.store.TurnStore;
import dev.parley.time.Monotonic;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps how far answers are, so that a new owner of the room can go on from there. What must not be lost (tools, their
 * results, decisions) is waited for; what only saves work (text) is kept now and then. On the room's context.
 */
final class TurnLog {
    private static final Logger LOG = LoggerFactory.getLogger(TurnLog.class);

    private final TurnStore turns;
    private final RoomLifecycle roomLifecycle;
    private final OverloadRetry overloadRetry;
    private final long everyMs;
    /** What is on its way to the store, by turn: what follows it waits, for it may be tried again. */
    private final Map<String, Future<Void>> underWay = new HashMap<>(2);

    private long lastAt = Monotonic.millis();
    private boolean keeping;

    TurnLog(TurnStore turns, RoomLifecycle roomLifecycle, OverloadRetry overloadRetry, long everyMs) {
        this.turns = turns;
        this.roomLifecycle = roomLifecycle;
        this.overloadRetry = overloadRetry;
        this.everyMs = everyMs;
    }

    /** Completes when it is stored; when that is not known the room is loaded anew. */
    Future<Void> keep(LiveTurn liveTurn) {
        Turn turn = liveTurn.turn();
        return keep(liveTurn, turn, turn.attempt());
    }

    /** Keeps that the answer is in the next attempt, which {@link LiveTurn#rewind} began. */
    Future<Void> keepAttempt(LiveTurn liveTurn, Turn before) {
        return keep(liveTurn, before, liveTurn.turn().attempt());
    }

    private Future<Void> keep(LiveTurn liveTurn, Turn turn, int attempt) {
        Future<Void> before = written(liveTurn);
        Future<Void> kept = before.compose(v -> write(liveTurn, turn, attempt));
        if (!kept.isComplete()) {
            underWay.put(turn.id(), kept);
            kept.onComplete(v -> underWay.remove(turn.id(), kept));
        }
        return kept;
    }

    /** Completes when all that was kept of an answer is written; fails when the room leaves before. */
    Future<Void> written(LiveTurn liveTurn) {
        return underWay.getOrDefault(liveTurn.turn().id(), Future.succeededFuture());
    }

    private Future<Void> write(LiveTurn liveTurn, Turn turn, int attempt) {
        return overloadRetry
                .whileOverloaded(() -> turns.storeProgress(turn, attempt, liveTurn.progress()))
                .recover(e -> roomLifecycle.fail("how far an answer is was not stored: " + e))
                .compose(kept -> kept ? Future.succeededFuture() : over(liveTurn));
    }

    /** Nothing of ours ended it, for that waits until this is written: a claim raised the attempt, or the store went back. */
    private Future<Void> over(LiveTurn liveTurn) {
        return roomLifecycle.fail(
                "the store knows nothing of the answer " + liveTurn.turn().id() + " that runs here");
    }

    /** Keeps what was said, unless something was kept a moment ago; nobody waits for it. */
    void checkpoint(LiveTurn liveTurn) {
        long now = Monotonic.millis();
        if (keeping || underWay.containsKey(liveTurn.turn().id()) || now - lastAt < everyMs) {
            return;
        }
        keeping = true;
        lastAt = now;
        turns.storeProgress(liveTurn.turn(), liveTurn.turn().attempt(), liveTurn.progress())
                .onFailure(e -> LOG.debug("a checkpoint was not stored", e))
                .onComplete(kept -> keeping = false);
    }
}
