package dev.parley.store.postgres;

import dev.parley.store.delivery.Reply;
import io.vertx.core.internal.ContextInternal;
import java.util.List;

/** An operation on a room that waits in the room's lane, with the reply to its caller. */
abstract class Operation<T> extends Reply<T> {
    private List<?> prepared;

    Operation(ContextInternal context) {
        super(context);
    }

    abstract String room();

    /** What it is; those of one kind share a statement. */
    abstract BatchStatement<?> statement();

    /** What it decides and what decides on it: two with a common key cannot share a statement. */
    abstract List<?> keys();

    /** Works them out where a fault of its own is the caller's to hear. */
    final void prepare() {
        prepared = keys();
    }

    /** As {@link #keys} gave them. */
    final List<?> prepared() {
        return prepared;
    }
}
