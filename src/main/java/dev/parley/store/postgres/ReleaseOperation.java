package dev.parley.store.postgres;

import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Gives a room back, if its epoch is still the one given. */
final class ReleaseOperation extends Operation<Void> {
    private static final BatchStatement<ReleaseOperation> STATEMENT = new BatchStatement<>(
            ReleaseOperation.class,
            """
            WITH released AS (
              SELECT r.id FROM unnest($1::text[], $2::bigint[]) AS a (room, epoch)
              JOIN rooms r ON r.id = a.room AND r.epoch = a.epoch
              ORDER BY r.id FOR UPDATE OF r)
            UPDATE rooms SET owner = NULL FROM released WHERE rooms.id = released.id""",
            ReleaseOperation::parameters,
            (releases, rows) -> releases.forEach(release -> release.succeed(null)));

    private final long epoch;

    ReleaseOperation(ContextInternal caller, String room, long epoch) {
        super(caller, room, STATEMENT);
        this.epoch = epoch;
    }

    private static Tuple parameters(List<ReleaseOperation> releases) {
        return Tuple.wrap(new Object[] {
            releases.stream().map(release -> release.room()).toArray(String[]::new),
            releases.stream().map(release -> release.epoch).toArray(Long[]::new)
        });
    }
}
