package dev.parley.store.postgres;

import io.vertx.core.internal.ContextInternal;
import java.util.List;

/** A release that waits in its room's lane. */
final class ReleaseOperation extends Operation<Void> {
    private final String room;
    private final long epoch;

    ReleaseOperation(ContextInternal caller, String room, long epoch) {
        super(caller);
        this.room = room;
        this.epoch = epoch;
    }

    @Override
    String room() {
        return room;
    }

    long epoch() {
        return epoch;
    }

    @Override
    BatchStatement<?> statement() {
        return ReleaseStatement.INSTANCE;
    }

    @Override
    List<?> keys() {
        return List.of(room);
    }
}
