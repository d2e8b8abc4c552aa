package dev.parley.store.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Does a step again and again, with pauses in which others have their turn. Stateless. */
final class Repeat {
    /** Not zero: there may be many steps. */
    private static final long PAUSE_MIN_MS = 5;

    private Repeat() {}

    /**
     * Completes when a step says that there is no more to do. A pause is as long as the step before it took, so that
     * the steps take at most half of the time.
     */
    static Future<Void> whileMore(Vertx vertx, Supplier<Future<Boolean>> step) {
        Promise<Void> done = Promise.promise();
        next(vertx, step, done);
        return done.future();
    }

    private static void next(Vertx vertx, Supplier<Future<Boolean>> step, Promise<Void> done) {
        long started = System.nanoTime();
        step.get().onFailure(done::fail).onSuccess(more -> {
            if (more) {
                long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
                vertx.setTimer(Math.max(PAUSE_MIN_MS, took), t -> next(vertx, step, done));
            } else {
                done.complete();
            }
        });
    }
}
