package dev.parley.store.postgres;

import dev.parley.model.NameRange;
import dev.parley.model.RoomOptions;
import dev.parley.store.Position;
import dev.parley.store.RoomSummary;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is read of rooms. */
final class PgRoomQueries {
    /** Something was stored in it, or set for it: to have entered it is not enough. */
    private static final String EXISTS = "(last_seq > 0 OR options IS NOT NULL)";

    private final ReadBalancer readBalancer;

    PgRoomQueries(ReadBalancer readBalancer) {
        this.readBalancer = readBalancer;
    }

    Future<Optional<RoomSummary>> room(String name) {
        return readBalancer.query(
                "SELECT id, last_seq FROM rooms WHERE id = $1 AND " + EXISTS,
                Tuple.of(name),
                rows -> summaries(rows).stream().findFirst());
    }

    Future<List<RoomSummary>> rooms(NameRange names, int limit) {
        return readBalancer.query(
                "SELECT id, last_seq FROM rooms WHERE id >= $1 AND id < $2 AND " + EXISTS + " ORDER BY id LIMIT $3",
                Tuple.of(names.from(), names.to(), (long) limit),
                PgRoomQueries::summaries);
    }

    Future<Optional<String>> owner(String name) {
        return readBalancer.query(
                "SELECT owner FROM rooms WHERE id = $1 AND owner IS NOT NULL", Tuple.of(name), rows -> {
                    Iterator<Row> found = rows.iterator();
                    return found.hasNext() ? Optional.of(found.next().getString(0)) : Optional.empty();
                });
    }

    Future<RoomOptions> options(String name) {
        return readBalancer.query("SELECT options FROM rooms WHERE id = $1", Tuple.of(name), rows -> {
            Iterator<Row> found = rows.iterator();
            return found.hasNext() ? RoomOptions.of(found.next().getString(0)) : RoomOptions.NONE;
        });
    }

    Future<Map<String, Position>> positions(Collection<String> names) {
        return readBalancer.query(
                "SELECT id, epoch, last_seq FROM rooms WHERE id = ANY ($1)",
                Tuple.of(names.toArray(String[]::new)),
                rows -> {
                    Map<String, Position> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getString(0), new Position(row.getLong(1), row.getLong(2))));
                    return found;
                });
    }

    Future<List<String>> withTurns(int limit) {
        return readBalancer.query(
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

    private static List<RoomSummary> summaries(RowSet<Row> rows) {
        List<RoomSummary> found = new ArrayList<>(rows.size());
        rows.forEach(row -> found.add(new RoomSummary(row.getString(0), row.getLong(1))));
        return List.copyOf(found);
    }
}
