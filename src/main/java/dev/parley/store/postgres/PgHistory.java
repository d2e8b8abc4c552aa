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
    /** What lies below the room's first is not found. */
    private static final String AFTER = "> greatest($2, " + EventRow.FIRST + " - 1)";

    private static final String BEFORE = "< $2 AND e.seq >= coalesce(" + EventRow.FIRST + ", 0)";
    static final String EVENTS_AFTER = EVENT + "AND e.seq " + AFTER + " ORDER BY e.seq LIMIT $3";

    /** Of rooms that are not numbered, along all events. */
    static final String MESSAGES_AFTER = EVENT + "AND e.seq " + AFTER + MESSAGES + " ORDER BY e.seq LIMIT $3";

    static final String MESSAGES_BEFORE = EVENT + "AND e.seq " + BEFORE + MESSAGES + " ORDER BY e.seq DESC LIMIT $3";

    /** What is erased has no number. The condition on seq is none for an index. */
    private static final String NUMBERED = EVENT + MESSAGES + " AND e.seq + 0 >= " + EventRow.FIRST;

    /** However many other events lie between. */
    static final String NUMBERED_AFTER =
            NUMBERED + " AND e.nth > coalesce(" + numberAt("<= $2") + ", 0) ORDER BY e.nth LIMIT $3";

    static final String NUMBERED_BEFORE =
            NUMBERED + " AND e.nth <= " + numberAt("< $2") + " ORDER BY e.nth DESC LIMIT $3";

    private static String numberAt(String seq) {
        return "(SELECT nth FROM events WHERE room = $1 AND seq " + seq + " ORDER BY seq DESC LIMIT 1)";
    }

    /** The snapshot, which has no type, and the changes behind it: from one moment, as each may replace the other. */
    static final String STATE =
            """
            SELECT s.seq, NULL::bigint, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, s.state, NULL::text,
              NULL::text
            FROM states s WHERE s.room = $1
            UNION ALL
            """
                    + STATE_CHANGE + "> greatest((SELECT seq FROM states WHERE room = $1), " + EventRow.FIRST
                    + " - 1) ORDER BY 1";

    static final String STATE_CHANGES_BEFORE = STATE_CHANGE + BEFORE + " ORDER BY c.seq DESC LIMIT $3";
    static final String SENT =
            "SELECT seq, ts, digest FROM events WHERE client_id AND room = $1 AND id = $2 AND from_id = $3";
    static final String SEQ_OF =
            """
            SELECT max(seq) FROM (
              SELECT seq, type FROM events WHERE room = $1 AND id = $2 AND client_id
              UNION ALL
              SELECT seq, type FROM events WHERE room = $1 AND id = $2 AND NOT client_id) found
            WHERE type IN ('message', 'answer') AND seq >= coalesce((SELECT first_seq FROM rooms WHERE id = $1), 0)""";

    /** Up to the limit none is passed by; without a match all are over. */
    static final String CUT =
            """
            SELECT coalesce((
              SELECT kept.seq FROM (
                SELECT e.seq, e.ts, row_number() OVER (ORDER BY e.seq) AS n
                FROM events e WHERE e.room = $1 AND e.seq >= r.first_seq ORDER BY e.seq LIMIT $3) kept
              WHERE kept.ts >= $2 OR kept.n = $3 ORDER BY kept.seq LIMIT 1), r.last_seq + 1)
            FROM rooms r WHERE r.id = $1""";

    static final String DUE =
            """
            SELECT r.id FROM rooms r
            WHERE r.retention IS NOT NULL AND $1 - r.retention - r.retention / 50 > (
              SELECT e.ts FROM events e WHERE e.room = r.id AND e.seq >= r.first_seq ORDER BY e.seq LIMIT 1)
            ORDER BY r.id LIMIT $2""";

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
        return reads.query(RoomRow.ONE, Tuple.of(name), rows -> RoomRow.summaries(rows).stream()
                .findFirst());
    }

    @Override
    public Future<List<RoomSummary>> rooms(NameRange names, RoomFilter filter, int limit) {
        return reads.query(
                filter.others() ? RoomRow.ALL : RoomRow.VISIBLE,
                Tuple.of(names.from(), names.to(), filter.user(), (long) limit),
                RoomRow::summaries);
    }

    @Override
    public Future<Long> cut(String room, long before, int limit) {
        return reads.query(CUT, Tuple.of(room, before, (long) limit), rows -> {
            Iterator<Row> found = rows.iterator();
            return found.hasNext() ? found.next().getLong(0) : 1;
        });
    }

    @Override
    public Future<List<String>> dueForRetention(long now, int limit) {
        return reads.query(DUE, Tuple.of(now, (long) limit), rows -> {
            List<String> names = new ArrayList<>(rows.size());
            rows.forEach(row -> names.add(row.getString(0)));
            return List.copyOf(names);
        });
    }

    @Override
    public Future<Optional<Sent>> sent(String room, String from, String id) {
        return reads.query(SENT, Tuple.of(room, id, from), rows -> {
            Iterator<Row> found = rows.iterator();
            return found.hasNext() ? Optional.of(sent(found.next())) : Optional.empty();
        });
    }

    @Override
    public Future<StoredState> state(String room) {
        return reads.query(STATE, Tuple.of(room), rows -> {
            StoredState snapshot = StoredState.NONE;
            List<Event> changes = new ArrayList<>(rows.size());
            for (Row row : rows) {
                if (row.getString(2) == null) {
                    snapshot = new StoredState(row.getLong(0), row.getString(7), List.of());
                } else {
                    changes.add(EventRow.event(room, row));
                }
            }
            return new StoredState(snapshot.seq(), snapshot.snapshot(), changes);
        });
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
}
