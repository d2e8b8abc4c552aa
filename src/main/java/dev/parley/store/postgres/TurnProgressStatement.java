package dev.parley.store.postgres;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How far turns are: kept of those that are in progress in the attempt given, and in the next one from then on. */
final class TurnProgressStatement extends BatchStatement<TurnProgressOperation> {
    static final TurnProgressStatement INSTANCE = new TurnProgressStatement();

    private TurnProgressStatement() {
        super(
                TurnProgressOperation.class,
                """
                WITH asked AS (
                  SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::integer[], $5::text[])
                  WITH ORDINALITY AS a (room, id, attempt, next, progress, i)
                ), locked AS (
                  SELECT r.id FROM rooms r WHERE r.id = ANY ($1) ORDER BY r.id FOR UPDATE
                )
                UPDATE turns SET attempt = a.next, progress = a.progress
                FROM locked l JOIN asked a ON a.room = l.id
                WHERE turns.room = a.room AND turns.id = a.id AND turns.attempt = a.attempt AND turns.state = 'running'
                RETURNING a.i""");
    }

    @Override
    Tuple parameters(List<TurnProgressOperation> jobs) {
        return Tuple.wrap(new Object[] {
            jobs.stream().map(TurnProgressOperation::room).toArray(String[]::new),
            jobs.stream().map(job -> job.turn().id()).toArray(String[]::new),
            jobs.stream().map(job -> job.turn().attempt()).toArray(Integer[]::new),
            jobs.stream().map(TurnProgressOperation::next).toArray(Integer[]::new),
            jobs.stream().map(job -> job.progress().toJson().encode()).toArray(String[]::new)
        });
    }

    @Override
    void reply(List<TurnProgressOperation> jobs, RowSet<Row> rows) {
        Set<Long> kept = new HashSet<>();
        rows.forEach(row -> kept.add(row.getLong(0)));
        for (int n = 0; n < jobs.size(); n++) {
            jobs.get(n).succeed(kept.contains(n + 1L));
        }
    }
}
