package dev.parley.room;

import dev.parley.protocol.Monotonic;
import dev.parley.protocol.Turn;
import dev.parley.store.Store;
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

    private final Store store;
    private final Lifetime lifetime;
    private final Retry retry;
    private final long everyMs;
    /** What is on its way to the store, by turn: what follows it waits, for it may be tried again. */
    private final Map<String, Future<Void>> underWay = new HashMap<>(2);

    private long lastAt = Monotonic.millis();
    private boolean keeping;

    TurnLog(Store store, Lifetime lifetime, Retry retry, long everyMs) {
        this.store = store;
        this.lifetime = lifetime;
        this.retry = retry;
        this.everyMs = everyMs;
    }

    /** Completes when it is stored; when that is not known the room is loaded anew. */
    Future<Void> keep(Answer answer) {
        Turn turn = answer.turn();
        return keep(answer, turn, turn.attempt());
    }

    /** Keeps that the answer is in the next attempt, which {@link Answer#rewind} began. */
    Future<Void> keepAttempt(Answer answer, Turn before) {
        return keep(answer, before, answer.turn().attempt());
    }

    private Future<Void> keep(Answer answer, Turn turn, int attempt) {
        Future<Void> before = written(answer);
        Future<Void> kept = before.compose(v -> write(answer, turn, attempt));
        if (!kept.isComplete()) {
            underWay.put(turn.id(), kept);
            kept.onComplete(v -> underWay.remove(turn.id(), kept));
        }
        return kept;
    }

    /** Completes when all that was kept of an answer is written; fails when the room leaves before. */
    Future<Void> written(Answer answer) {
        return underWay.getOrDefault(answer.turn().id(), Future.succeededFuture());
    }

    private Future<Void> write(Answer answer, Turn turn, int attempt) {
        return retry.whileOverloaded(() -> store.keepTurn(turn, attempt, answer.progress()))
                .recover(e -> lifetime.fail("how far an answer is was not stored: " + e))
                .compose(kept -> kept ? Future.succeededFuture() : over(answer));
    }

    /** Nothing of ours ended it, for that waits until this is written: a claim raised the attempt, or the store went back. */
    private Future<Void> over(Answer answer) {
        return lifetime.fail(
                "the store knows nothing of the answer " + answer.turn().id() + " that runs here");
    }

    /** Keeps what was said, unless something was kept a moment ago; nobody waits for it. */
    void checkpoint(Answer answer) {
        long now = Monotonic.millis();
        if (keeping || underWay.containsKey(answer.turn().id()) || now - lastAt < everyMs) {
            return;
        }
        keeping = true;
        lastAt = now;
        store.keepTurn(answer.turn(), answer.turn().attempt(), answer.progress())
                .onFailure(e -> LOG.debug("a checkpoint was not stored", e))
                .onComplete(kept -> keeping = false);
    }
}
