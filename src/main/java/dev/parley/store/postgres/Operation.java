package dev.parley.store.postgres;

import dev.parley.store.delivery.Reply;
import io.vertx.core.internal.ContextInternal;
import java.util.List;

/**
 * An operation on a room that waits in the room's lane, with the reply to its caller. Each subclass is one kind: what
 * it is asked, and the {@link BatchStatement} that does many of them.
 */
abstract class Operation<T> extends Reply<T> {
    private final String room;
    private final BatchStatement<?> statement;
    private List<?> prepared;

    /** {@code statement} is that of all operations of this kind. */
    Operation(ContextInternal caller, String room, BatchStatement<?> statement) {
        super(caller);
        this.room = room;
        this.statement = statement;
    }

    final String room() {
        return room;
    }

    final BatchStatement<?> statement() {
        return statement;
    }

    /**
     * What it decides and what decides on it: two operations with a common key cannot share a batch. By default its
     * room: one operation of a room in a batch.
     */
    List<?> keys() {
        return List.of(room);
    }

    /** Works out the keys, on the caller's thread: an operation that is not whole fails there. */
    final void prepare() {
        prepared = keys();
    }

    /** As {@link #keys} gave them. */
    final List<?> prepared() {
        return prepared;
    }

    /** Whether it adds rows to {@code events}, if it is done: what proves that the server has space. */
    boolean addsEvents() {
        return false;
    }
}
