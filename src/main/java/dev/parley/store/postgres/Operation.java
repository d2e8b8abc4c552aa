package dev.parley.store.postgres;

import dev.parley.store.delivery.Reply;
import io.vertx.core.internal.ContextInternal;
import java.util.List;

/**
 * An operation on a room that waits in the room's lane, with the reply to its caller. Each subclass is one kind: what
 * it is asked, and the {@link BatchStatement} that does many of them.
 */
abstract class Operation<T> extends Reply<T> {
    private List<?> prepared;

    Operation(ContextInternal caller) {
        super(caller);
    }

    abstract String room();

    /** The statement of all operations of this kind. */
    abstract BatchStatement<?> statement();

    /** What it decides and what decides on it: two operations with a common key cannot share a batch. */
    abstract List<?> keys();

    /** Works out the keys, on the caller's thread: an operation that is not whole fails there. */
    final void prepare() {
        prepared = keys();
    }

    /** As {@link #keys} gave them. */
    final List<?> prepared() {
        return prepared;
    }

    /** The key of what decides on a turn, or is decided by it. */
    record TurnKey(String room, String id) {}
}
