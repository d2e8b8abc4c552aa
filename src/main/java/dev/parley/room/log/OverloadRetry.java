package dev.parley.room.log;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.room.lifecycle.RoomLifecycle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Repeats a write that must not be lost while the store is overloaded, with a growing pause.
 *
 * <p>An overloaded store has written nothing, so the room is as it was. The retries end when the room leaves; its next
 * owner writes the same. On the room's context; the caller bounds how many writes there are.
 */
public final class OverloadRetry {
    private static final long PAUSE_MS_MIN = 50;
    private static final long PAUSE_MS_MAX = 1000;

    private final Vertx vertx;
    private final RoomLifecycle lifecycle;

    public OverloadRetry(Vertx vertx, RoomLifecycle lifecycle) {
        this.vertx = vertx;
        this.lifecycle = lifecycle;
    }

    public <T> Future<T> whileOverloaded(Supplier<Future<T>> write) {
        return attempt(write, PAUSE_MS_MIN);
    }

    private <T> Future<T> attempt(Supplier<Future<T>> write, long pauseMs) {
        return write.get().recover(e -> {
            if (!isOverloaded(e) || lifecycle.isLeaving()) {
                return Future.failedFuture(e);
            }
            Promise<Void> paused = Promise.promise();
            vertx.setTimer(pauseMs, t -> paused.complete());
            return paused.future()
                    .compose(v -> lifecycle.isLeaving()
                            ? Future.failedFuture(e)
                            : attempt(write, Math.min(PAUSE_MS_MAX, 2 * pauseMs)));
        });
    }

    public static boolean isOverloaded(Throwable failure) {
        return Refusal.is(failure, Code.OVERLOADED);
    }
}
