package dev.parley.store.postgres;

import dev.parley.store.Claim;
import io.vertx.core.internal.ContextInternal;
import java.util.List;

/** A claim that waits in its room's lane. */
final class ClaimOperation extends Operation<Claim> {
    private final String room;
    private final String owner;

    ClaimOperation(ContextInternal caller, String room, String owner) {
        super(caller);
        this.room = room;
        this.owner = owner;
    }

    @Override
    String room() {
        return room;
    }

    String owner() {
        return owner;
    }

    @Override
    BatchStatement<?> statement() {
        return ClaimStatement.INSTANCE;
    }

    @Override
    List<?> keys() {
        return List.of(room);
    }
}
