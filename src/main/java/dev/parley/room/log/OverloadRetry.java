package dev.parley.room.log;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.room.lifecycle.RoomLifecycle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Writes what must not be lost again while the store has no room for it: nothing was written, so the room is as it was. Until
 * the room leaves; then its next owner makes it good. On the room's context.
 */
public final class OverloadRetry {
    private static final long FIRST_MS = 50;
    private static final long LAST_MS = 1000;

    private final Vertx vertx;
    private final RoomLifecycle roomLifecycle;

    public OverloadRetry(Vertx vertx, RoomLifecycle roomLifecycle) {
        this.vertx = vertx;
        this.roomLifecycle = roomLifecycle;
    }

    public <T> Future<T> whileOverloaded(Supplier<Future<T>> write) {
        return attempt(write, FIRST_MS);
    }

    private <T> Future<T> attempt(Supplier<Future<T>> write, long pauseMs) {
        return write.get().recover(e -> {
            if (!isOverloaded(e) || roomLifecycle.isLeaving()) {
                return Future.failedFuture(e);
            }
            Promise<Void> paused = Promise.promise();
            vertx.setTimer(pauseMs, t -> paused.complete());
            return paused.future()
                    .compose(v -> roomLifecycle.isLeaving()
                            ? Future.failedFuture(e)
                            : attempt(write, Math.min(LAST_MS, 2 * pauseMs)));
        });
    }

    public static boolean isOverloaded(Throwable failure) {
        return Refusal.is(failure, Code.OVERLOADED);
    }
}
