package dev.parley.room.lifecycle;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Counts the appends of a room that the store has not replied to. On the room's context; bounded by
 * {@code rooms.pending}.
 */
public final class PendingAppends {
    private final Promise<Void> none = Promise.promise();
    private boolean isAwaited;
    private int count;

    /** An append is sent to the store. */
    public void add() {
        count++;
    }

    /** The store has replied to an append, or failed. */
    public void remove() {
        count--;
        completeIfNone();
    }

    /**
     * Completes when no append is pending. Call it only once nothing new is appended: it completes once and for all.
     */
    Future<Void> whenNone() {
        isAwaited = true;
        completeIfNone();
        return none.future();
    }

    private void completeIfNone() {
        if (isAwaited && count == 0) {
            none.tryComplete();
        }
    }
}
