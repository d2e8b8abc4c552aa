package dev.parley.store.postgres;

import dev.parley.model.Event;
import dev.parley.model.NameRange;
import dev.parley.model.RoomOptions;
import dev.parley.store.History;
import dev.parley.store.Position;
import dev.parley.store.RoomFilter;
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

/** History in Postgres; events are read along the key (room, seq), from either end, messages by their number.
 * Any thread. */
record PgHistory(ReadBalancer reads, Numbering numbering) implements History {
    private static final String EVENT = EventRow.COLUMNS + "FROM events e WHERE e.room = $1 ";
    private static final String MESSAGES = " AND e.type IN ('message', 'answer')";
    private static final String STATE_CHANGE = EventRow.COLUMNS
            + "FROM state_changes c JOIN events e ON e.room = c.room AND e.seq = c.seq WHERE c.room = $1 AND c.seq ";
    static final String EVENTS_AFTER = EVENT + "AND e.seq > $2 ORDER BY e.seq LIMIT $3";

    /** Of rooms that are not numbered, along all events. */
    static final String MESSAGES_AFTER = EVENT + "AND e.seq > $2" + MESSAGES + " ORDER BY e.seq LIMIT $3";

    static final String MESSAGES_BEFORE = EVENT + "AND e.seq < $2" + MESSAGES + " ORDER BY e.seq DESC LIMIT $3";

    /** However many other events lie between. */
    static final String NUMBERED_AFTER = EVENT + MESSAGES
            + """
             AND e.nth > coalesce((SELECT nth FROM events WHERE room = $1 AND seq <= $2 ORDER BY seq DESC LIMIT 1), 0)
            ORDER BY e.nth LIMIT $3""";

    static final String NUMBERED_BEFORE = EVENT + MESSAGES
            + """
             AND e.nth <= (SELECT nth FROM events WHERE room = $1 AND seq < $2 ORDER BY seq DESC LIMIT 1)
            ORDER BY e.nth DESC LIMIT $3""";

    static final String STATE_CHANGES_AFTER = STATE_CHANGE + "> $2 ORDER BY c.seq";
    static final String STATE_CHANGES_BEFORE = STATE_CHANGE + "< $2 ORDER BY c.seq DESC LIMIT $3";
    static final String SENT =
            "SELECT seq, ts, digest FROM events WHERE client_id AND room = $1 AND id = $2 AND from_id = $3";
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
        return events(EVENTS_AFTER, room, Tuple.of(room, after, (long) limit)).map(Collections::unmodifiableList);
    }

    @Override
    public Future<List<Event>> messagesAfter(String room, long after, int limit) {
        String sql = numbering.isDone() ? NUMBERED_AFTER : MESSAGES_AFTER;
        return events(sql, room, Tuple.of(room, after, (long) limit)).map(Collections::unmodifiableList);
    }

    @Override
    public Future<List<Event>> messagesBefore(String room, long before, int limit) {
        return latest(numbering.isDone() ? NUMBERED_BEFORE : MESSAGES_BEFORE, room, before, limit);
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
    public Future<List<RoomSummary>> rooms(NameRange names, RoomFilter filter, int limit) {
        return reads.query(
                "SELECT id, last_seq FROM rooms WHERE id >= $1 AND id < $2 AND " + EXISTS + " ORDER BY id LIMIT $3",
                Tuple.of(names.from(), names.to(), (long) limit),
                PgHistory::summaries);
    }

    @Override
    public Future<Long> cut(String room, long before, int limit) {
        throw new UnsupportedOperationException("issue 14, the part of Postgres");
    }

    @Override
    public Future<List<String>> dueForRetention(long now, int limit) {
        throw new UnsupportedOperationException("issue 14, the part of Postgres");
    }

    @Override
    public Future<Optional<Sent>> sent(String room, String from, String id) {
        return reads.query(SENT, Tuple.of(room, id, from), rows -> {
            Iterator<Row> found = rows.iterator();
            return found.hasNext() ? Optional.of(sent(found.next())) : Optional.empty();
        });
    }

    /**
     * In two statements: a snapshot that is stored in between does not matter, because the changes before it stay.
     */
    @Override
    public Future<StoredState> state(String room) {
        return reads.query("SELECT seq, state FROM states WHERE room = $1", Tuple.of(room), rows -> {
                    Iterator<Row> found = rows.iterator();
                    return found.hasNext() ? snapshot(found.next()) : StoredState.NONE;
                })
                .compose(snapshot -> events(STATE_CHANGES_AFTER, room, Tuple.of(room, snapshot.seq()))
                        .map(changes -> new StoredState(snapshot.seq(), snapshot.snapshot(), changes)));
    }

    @Override
    public Future<List<Event>> stateChangesBefore(String room, long before, int limit) {
        return latest(STATE_CHANGES_BEFORE, room, before, limit);
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

    /** Asks for the latest first, and completes with the oldest first. */
    private Future<List<Event>> latest(String sql, String room, long before, int limit) {
        return events(sql, room, Tuple.of(room, before, (long) limit)).map(latestFirst -> {
            Collections.reverse(latestFirst);
            return Collections.unmodifiableList(latestFirst);
        });
    }

    private Future<List<Event>> events(String sql, String room, Tuple parameters) {
        return reads.query(sql, parameters, rows -> {
            List<Event> events = new ArrayList<>(rows.size());
            rows.forEach(row -> events.add(EventRow.event(room, row)));
            return events;
        });
    }

    private static Sent sent(Row row) {
        return new Sent(row.getLong(0), row.getLong(1), row.getString(2));
    }

    private static StoredState snapshot(Row row) {
        return new StoredState(row.getLong(0), row.getString(1), List.of());
    }

    private static List<RoomSummary> summaries(RowSet<Row> rows) {
        List<RoomSummary> found = new ArrayList<>(rows.size());
        rows.forEach(row -> found.add(new RoomSummary(row.getString(0), row.getLong(1))));
        return List.copyOf(found);
    }
}
