package dev.parley.room;

import dev.parley.bus.Refusal;
import dev.parley.protocol.Code;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Writes what must not be lost again while the store has no room for it: nothing was written, so the room is as it was. Until
 * the room leaves; then its next owner makes it good. On the room's context.
 */
final class Retry {
    private static final long FIRST_MS = 50;
    private static final long LAST_MS = 1000;

    private final Vertx vertx;
    private final Lifetime lifetime;

    Retry(Vertx vertx, Lifetime lifetime) {
        this.vertx = vertx;
        this.lifetime = lifetime;
    }

    <T> Future<T> whileOverloaded(Supplier<Future<T>> write) {
        return attempt(write, FIRST_MS);
    }

    private <T> Future<T> attempt(Supplier<Future<T>> write, long pauseMs) {
        return write.get().recover(e -> {
            if (!isOverloaded(e) || lifetime.isLeaving()) {
                return Future.failedFuture(e);
            }
            Promise<Void> paused = Promise.promise();
            vertx.setTimer(pauseMs, t -> paused.complete());
            return paused.future()
                    .compose(v -> lifetime.isLeaving()
                            ? Future.failedFuture(e)
                            : attempt(write, Math.min(LAST_MS, 2 * pauseMs)));
        });
    }

    static boolean isOverloaded(Throwable failure) {
        return failure instanceof Refusal refusal && Code.of(refusal) == Code.OVERLOADED;
    }
}
