package dev.parley.store.postgres;

import dev.parley.model.Author;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.store.StoredTurn;
import dev.parley.store.TurnStore;
import dev.parley.store.UsageQuery;
import dev.parley.store.UsageRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads of turns in Postgres. Any thread. */
record PgTurnStore(ReadBalancer reads) implements TurnStore {
    private static final String TURN =
            """
            SELECT room, id, assistant, attempt, prompt_seq, asker_id, asker_name, asker_kind, depth, started_at, progress,
              ended_seq, ended_at, reason, input, output, estimated,
              %s
            FROM turns WHERE room = $1 AND prompt_seq >= coalesce((SELECT first_seq FROM rooms WHERE id = $1), 0) AND\s"""
                    .formatted(AliasedAuthor.alias("asker_kind", "asker_id"));
    private static final String USAGE =
            """
            SELECT %1$s, count(*), sum(coalesce(input, 0))::bigint, sum(coalesce(output, 0))::bigint,
              count(*) FILTER (WHERE estimated), sum(ended_at - started_at)::bigint
            FROM turns
            WHERE state = 'ended' AND ($1::text IS NULL OR asker_id = $1) AND ($2::text IS NULL OR room = $2)
              AND ($3::text IS NULL OR assistant = $3) AND ended_at >= $4 AND ended_at < $5
            GROUP BY %1$s ORDER BY sum(coalesce(input, 0) + coalesce(output, 0)) DESC, %1$s LIMIT $6""";

    @Override
    public Future<Optional<StoredTurn>> turn(String room, String id) {
        return reads.query(TURN + "id = $2", Tuple.of(room, id), rows -> read(rows).stream()
                .findFirst());
    }

    @Override
    public Future<List<StoredTurn>> turns(String room, long before, int limit) {
        return reads.query(
                TURN + "prompt_seq < $2 ORDER BY prompt_seq DESC, id DESC LIMIT $3",
                Tuple.of(room, before, (long) limit),
                PgTurnStore::read);
    }

    @Override
    public Future<List<UsageRow>> usage(UsageQuery query) {
        return reads.query(
                USAGE.formatted(query.by().column()),
                Tuple.of(query.user(), query.room(), query.assistant(), query.from(), query.to(), (long) query.limit()),
                rows -> {
                    List<UsageRow> found = new ArrayList<>(rows.size());
                    rows.forEach(row -> found.add(new UsageRow(
                            row.getString(0),
                            row.getLong(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5))));
                    return List.copyOf(found);
                });
    }

    @Override
    public Future<List<String>> roomsWithOpenTurns(int limit) {
        return reads.query(
                """
                SELECT DISTINCT t.room FROM turns t
                JOIN rooms r ON r.id = t.room
                LEFT JOIN nodes n ON n.id = r.owner AND n.lease_until > (SELECT lease_time())
                WHERE t.state = 'running' AND n.id IS NULL
                ORDER BY t.room LIMIT $1""",
                Tuple.of((long) limit),
                rows -> {
                    List<String> names = new ArrayList<>(rows.size());
                    rows.forEach(row -> names.add(row.getString(0)));
                    return List.copyOf(names);
                });
    }

    private static List<StoredTurn> read(RowSet<Row> rows) {
        List<StoredTurn> found = new ArrayList<>(rows.size());
        rows.forEach(row -> found.add(stored(row)));
        return List.copyOf(found);
    }

    private static StoredTurn stored(Row row) {
        Author asker = AliasedAuthor.author(row, 5, 17);
        Turn turn = new Turn(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getInteger(3),
                row.getLong(4),
                asker,
                row.getInteger(8));
        return new StoredTurn(turn, row.getLong(9), TurnProgress.stored(row.getString(10)), end(row));
    }

    private static Optional<StoredTurn.Ended> end(Row row) {
        String reason = row.getString(13);
        if (reason == null) {
            return Optional.empty();
        }
        TokenUsage usage = row.getLong(14) == null
                ? null
                : new TokenUsage(row.getLong(14).intValue(), row.getLong(15).intValue(), row.getBoolean(16));
        return Optional.of(new StoredTurn.Ended(row.getLong(11), row.getLong(12), EndReason.of(reason), usage));
    }
}
