package dev.parley.store.postgres;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Releases, of rooms whose epoch is still the one given. */
final class ReleaseStatement extends BatchStatement<ReleaseOperation> {
    static final ReleaseStatement INSTANCE = new ReleaseStatement();

    private ReleaseStatement() {
        super(
                ReleaseOperation.class,
                """
                WITH released AS (
                  SELECT r.id FROM unnest($1::text[], $2::bigint[]) AS a (room, epoch)
                  JOIN rooms r ON r.id = a.room AND r.epoch = a.epoch
                  ORDER BY r.id FOR UPDATE OF r)
                UPDATE rooms SET owner = NULL FROM released WHERE rooms.id = released.id""");
    }

    @Override
    Tuple parameters(List<ReleaseOperation> jobs) {
        return Tuple.wrap(new Object[] {
            jobs.stream().map(ReleaseOperation::room).toArray(String[]::new),
            jobs.stream().map(ReleaseOperation::epoch).toArray(Long[]::new)
        });
    }

    @Override
    void reply(List<ReleaseOperation> jobs, RowSet<Row> rows) {
        jobs.forEach(job -> job.succeed(null));
    }
}
