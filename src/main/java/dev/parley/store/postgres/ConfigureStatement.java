package dev.parley.store.postgres;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is set for rooms, of those whose epoch is still the one given. */
final class ConfigureStatement extends BatchStatement<ConfigureOperation> {
    static final ConfigureStatement INSTANCE = new ConfigureStatement();

    private ConfigureStatement() {
        super(
                ConfigureOperation.class,
                """
                WITH mine AS (
                  SELECT r.id, a.options FROM unnest($1::text[], $2::bigint[], $3::text[]) AS a (room, epoch, options)
                  JOIN rooms r ON r.id = a.room AND r.epoch = a.epoch
                  ORDER BY r.id FOR UPDATE OF r)
                UPDATE rooms SET options = mine.options FROM mine WHERE rooms.id = mine.id
                RETURNING rooms.id""");
    }

    @Override
    Tuple parameters(List<ConfigureOperation> jobs) {
        return Tuple.wrap(new Object[] {
            jobs.stream().map(ConfigureOperation::room).toArray(String[]::new),
            jobs.stream().map(ConfigureOperation::epoch).toArray(Long[]::new),
            jobs.stream().map(job -> job.options().toJson().encode()).toArray(String[]::new)
        });
    }

    @Override
    void reply(List<ConfigureOperation> jobs, RowSet<Row> rows) {
        Set<String> kept = new HashSet<>();
        rows.forEach(row -> kept.add(row.getString(0)));
        jobs.forEach(job -> job.succeed(kept.contains(job.room())));
    }
}
