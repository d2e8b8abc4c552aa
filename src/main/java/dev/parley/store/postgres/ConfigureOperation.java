package dev.parley.store.postgres;

import dev.parley.model.RoomOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Stores a room's options, if its epoch is still the one given; replies whether it is. */
final class ConfigureOperation extends Operation<Boolean> {
    private static final BatchStatement<ConfigureOperation> STATEMENT = new BatchStatement<>(
            ConfigureOperation.class,
            """
            WITH mine AS (
              SELECT r.id, a.options, a.i FROM unnest($1::text[], $2::bigint[], $3::text[])
              WITH ORDINALITY AS a (room, epoch, options, i)
              JOIN rooms r ON r.id = a.room AND r.epoch = a.epoch
              ORDER BY r.id FOR UPDATE OF r)
            UPDATE rooms SET options = mine.options FROM mine WHERE rooms.id = mine.id
            RETURNING mine.i::integer""",
            ConfigureOperation::parameters,
            BatchStatement::replyWhetherDone);

    private final long epoch;
    private final RoomOptions options;

    ConfigureOperation(ContextInternal caller, String room, long epoch, RoomOptions options) {
        super(caller, room, STATEMENT);
        this.epoch = epoch;
        this.options = options;
    }

    private static Tuple parameters(List<ConfigureOperation> operations) {
        return Tuple.wrap(new Object[] {
            operations.stream().map(operation -> operation.room()).toArray(String[]::new),
            operations.stream().map(operation -> operation.epoch).toArray(Long[]::new),
            operations.stream()
                    .map(operation -> operation.options.toJson().encode())
                    .toArray(String[]::new)
        });
    }
}
