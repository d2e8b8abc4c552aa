package dev.parley.room.log;

import dev.parley.model.Code;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Makes decisions one after the other: each once the store has replied to what the one before it committed. One context
 * only; at most {@link #PENDING_MAX} decisions wait or are under way.
 */
public final class Barrier {
    /** More are refused with {@code overloaded}. */
    public static final int PENDING_MAX = 64;

    private static final long RETRY_AFTER_MS = 1000;

    private Future<?> last = Future.succeededFuture();
    private int pending;

    /**
     * Decides when it is its turn; {@code decision} commits, and completes with the store's reply. Throws a
     * {@link dev.parley.model.Refusal} when too many wait.
     */
    public <T> Future<T> decide(Supplier<Future<T>> decision) {
        if (pending >= PENDING_MAX) {
            throw Code.OVERLOADED.refuse("too many changes of this room wait for the store", RETRY_AFTER_MS);
        }
        pending++;
        Future<T> done = last.transform(before -> decision.get());
        last = done.onComplete(v -> pending--);
        return done;
    }
}
