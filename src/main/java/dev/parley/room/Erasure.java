package dev.parley.room;

import dev.parley.room.log.OverloadRetry;
import dev.parley.store.RoomLog;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Erases what rooms have dropped, step by step behind what rooms write, until the store has no text of it left.
 *
 * <p>On the host's context, for it goes on when its room has left memory; once a room at a time. If it fails, or the
 * node does, the store itself erases what is left.
 */
final class Erasure {
    private static final long PAUSE_MS = 100;
    /** An overloaded store is tried again so often for one step. */
    private static final int TRIES_MAX = 100;

    private final Vertx vertx;
    private final RoomLog log;
    private final Executor hostContext;
    /** By room; at most one for each that drops something. */
    private final Map<String, Promise<Void>> underWay = new HashMap<>(1);

    /** @param hostContext runs a task on the host's context */
    Erasure(Vertx vertx, RoomLog log, Executor hostContext) {
        this.vertx = vertx;
        this.log = log;
        this.hostContext = hostContext;
    }

    /** Completes when no text is left, on the host's context. From any thread. */
    Future<Void> erase(String room) {
        Promise<Void> erased = Promise.promise();
        hostContext.execute(() -> join(room).onComplete(erased));
        return erased.future();
    }

    /** One that is under way may have passed what was dropped meanwhile: another follows it. */
    private Future<Void> join(String room) {
        Promise<Void> before = underWay.get(room);
        if (before != null) {
            return before.future().transform(v -> join(room));
        }
        Promise<Void> erased = Promise.promise();
        underWay.put(room, erased);
        erased.future().onComplete(v -> underWay.remove(room));
        step(room, erased, 1);
        return erased.future();
    }

    private void step(String room, Promise<Void> erased, int attempt) {
        log.erase(room).onComplete(done -> {
            if (done.succeeded() && done.result()) {
                step(room, erased, 1);
            } else if (done.succeeded()) {
                erased.complete();
            } else if (attempt < TRIES_MAX && OverloadRetry.isOverloaded(done.cause())) {
                vertx.setTimer(PAUSE_MS, t -> step(room, erased, attempt + 1));
            } else {
                erased.fail(done.cause());
            }
        });
    }
}
