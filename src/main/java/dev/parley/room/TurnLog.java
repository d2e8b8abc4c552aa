package dev.parley.room;

import dev.parley.protocol.Code;
import dev.parley.protocol.Monotonic;
import dev.parley.protocol.Turn;
import dev.parley.store.Store;
import io.vertx.core.Future;
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
    private final long everyMs;
    private long lastAt = Monotonic.millis();
    private boolean keeping;

    TurnLog(Store store, Lifetime lifetime, long everyMs) {
        this.store = store;
        this.lifetime = lifetime;
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
        return store.keepTurn(turn, attempt, answer.progress())
                .recover(e -> lifetime.fail("how far an answer is was not stored: " + e))
                .compose(kept -> kept ? Future.succeededFuture() : over(answer));
    }

    /** A claim raised the attempt, or the answer was stopped meanwhile. */
    private Future<Void> over(Answer answer) {
        return answer.isEnding()
                ? Future.failedFuture(Code.NOT_FOUND.refuse("that answer is over"))
                : lifetime.fail("another owner of the room runs an answer");
    }

    /** Keeps what was said, unless something was kept a moment ago; nobody waits for it. */
    void checkpoint(Answer answer) {
        long now = Monotonic.millis();
        if (keeping || now - lastAt < everyMs) {
            return;
        }
        keeping = true;
        lastAt = now;
        store.keepTurn(answer.turn(), answer.turn().attempt(), answer.progress())
                .onFailure(e -> LOG.debug("a checkpoint was not stored", e))
                .onComplete(kept -> keeping = false);
    }
}
