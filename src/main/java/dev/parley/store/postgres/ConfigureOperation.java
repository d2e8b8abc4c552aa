package dev.parley.store.postgres;

import dev.parley.model.RoomOptions;
import io.vertx.core.internal.ContextInternal;
import java.util.List;

/** What is set for a room, which waits in the room's lane. */
final class ConfigureOperation extends Operation<Boolean> {
    private final String room;
    private final long epoch;
    private final RoomOptions options;

    ConfigureOperation(ContextInternal caller, String room, long epoch, RoomOptions options) {
        super(caller);
        this.room = room;
        this.epoch = epoch;
        this.options = options;
    }

    @Override
    String room() {
        return room;
    }

    long epoch() {
        return epoch;
    }

    RoomOptions options() {
        return options;
    }

    @Override
    BatchStatement<?> statement() {
        return ConfigureStatement.INSTANCE;
    }

    @Override
    List<?> keys() {
        return List.of(room);
    }
}
