package dev.parley.store.postgres;

import dev.parley.model.Author;
import dev.parley.model.Event;
import dev.parley.model.NameRange;
import dev.parley.model.RoomOptions;
import dev.parley.store.History;
import dev.parley.store.Position;
import dev.parley.store.RoomSummary;
import dev.parley.store.Sent;
import dev.parley.store.StoredState;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** History in Postgres; events are read along the key (room, seq), from either end. Any thread. */
record PgHistory(ReadBalancer reads) implements History {
    private static final String EVENT =
            "SELECT seq, ts, type, id, from_id, from_name, from_kind, body FROM events WHERE room = $1 AND seq ";
    private static final String MESSAGES = " AND type IN ('message', 'answer')";
    static final String EVENTS_AFTER = EVENT + "> $2 ORDER BY seq LIMIT $3";
    static final String MESSAGES_AFTER = EVENT + "> $2" + MESSAGES + " ORDER BY seq LIMIT $3";
    static final String MESSAGES_BEFORE = EVENT + "< $2" + MESSAGES + " ORDER BY seq DESC LIMIT $3";
    static final String SEQ_OF =
            """
            SELECT max(seq) FROM (
              SELECT seq, type FROM events WHERE room = $1 AND id = $2 AND client_id
              UNION ALL
              SELECT seq, type FROM events WHERE room = $1 AND id = $2 AND NOT client_id) found
            WHERE type IN ('message', 'answer')""";

    /** Something was stored in it, or set for it: to have entered it is not enough. */
    private static final String EXISTS = "(last_seq > 0 OR options IS NOT NULL)";

    @Override
    public Future<List<Event>> eventsAfter(String room, long after, int limit) {
        return events(EVENTS_AFTER, room, after, limit).map(Collections::unmodifiableList);
    }

    @Override
    public Future<List<Event>> messagesAfter(String room, long after, int limit) {
        return events(MESSAGES_AFTER, room, after, limit).map(Collections::unmodifiableList);
    }

    @Override
    public Future<List<Event>> messagesBefore(String room, long before, int limit) {
        return events(MESSAGES_BEFORE, room, before, limit).map(latestFirst -> {
            Collections.reverse(latestFirst);
            return Collections.unmodifiableList(latestFirst);
        });
    }

    @Override
    public Future<Optional<Long>> seqOf(String room, String messageId) {
        return reads.query(
                SEQ_OF,
                Tuple.of(room, messageId),
                rows -> Optional.ofNullable(rows.iterator().next().getLong(0)));
    }

    @Override
    public Future<Optional<RoomSummary>> room(String name) {
        return reads.query(
                "SELECT id, last_seq FROM rooms WHERE id = $1 AND " + EXISTS,
                Tuple.of(name),
                rows -> summaries(rows).stream().findFirst());
    }

    @Override
    public Future<List<RoomSummary>> rooms(NameRange names, int limit) {
        return reads.query(
                "SELECT id, last_seq FROM rooms WHERE id >= $1 AND id < $2 AND " + EXISTS + " ORDER BY id LIMIT $3",
                Tuple.of(names.from(), names.to(), (long) limit),
                PgHistory::summaries);
    }

    @Override
    public Future<Optional<Sent>> sent(String room, String from, String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<StoredState> state(String room) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<List<Event>> stateChangesBefore(String room, long before, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<RoomOptions> options(String name) {
        return reads.query("SELECT options FROM rooms WHERE id = $1", Tuple.of(name), rows -> {
            Iterator<Row> found = rows.iterator();
            return found.hasNext() ? RoomOptions.of(found.next().getString(0)) : RoomOptions.NONE;
        });
    }

    @Override
    public Future<Map<String, Position>> positions(Collection<String> names) {
        return reads.query(
                "SELECT id, epoch, last_seq FROM rooms WHERE id = ANY ($1)",
                Tuple.of(names.toArray(String[]::new)),
                rows -> {
                    Map<String, Position> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getString(0), new Position(row.getLong(1), row.getLong(2))));
                    return found;
                });
    }

    private Future<List<Event>> events(String sql, String room, long bound, int limit) {
        return reads.query(sql, Tuple.of(room, bound, (long) limit), rows -> {
            List<Event> events = new ArrayList<>(rows.size());
            rows.forEach(row -> events.add(event(room, row)));
            return events;
        });
    }

    private static Event event(String room, Row row) {
        Author from = Author.ofStored(row.getString(4), row.getString(5), row.getString(6));
        return new Event(
                room, row.getLong(0), row.getLong(1), row.getString(2), row.getString(3), from, row.getString(7));
    }

    private static List<RoomSummary> summaries(RowSet<Row> rows) {
        List<RoomSummary> found = new ArrayList<>(rows.size());
        rows.forEach(row -> found.add(new RoomSummary(row.getString(0), row.getLong(1))));
        return List.copyOf(found);
    }
}
