package dev.parley.store.postgres;

import dev.parley.model.Author;
import dev.parley.model.Event;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What is read of events. History walks the key (room, seq), from either end. */
final class PgEventQueries {
    private static final String EVENT =
            "SELECT seq, ts, type, id, from_id, from_name, from_kind, body FROM events WHERE room = $1 AND seq ";
    private static final String SAID = " AND type IN ('message', 'answer')";
    static final String EVENTS_AFTER = EVENT + "> $2 ORDER BY seq LIMIT $3";
    static final String MESSAGES_AFTER = EVENT + "> $2" + SAID + " ORDER BY seq LIMIT $3";
    static final String MESSAGES_BEFORE = EVENT + "< $2" + SAID + " ORDER BY seq DESC LIMIT $3";
    static final String SEQ_OF =
            """
            SELECT max(seq) FROM (
              SELECT seq, type FROM events WHERE room = $1 AND id = $2 AND client_id
              UNION ALL
              SELECT seq, type FROM events WHERE room = $1 AND id = $2 AND NOT client_id) found
            WHERE type IN ('message', 'answer')""";

    private final ReadBalancer readBalancer;

    PgEventQueries(ReadBalancer readBalancer) {
        this.readBalancer = readBalancer;
    }

    Future<List<Event>> eventsAfter(String room, long after, int limit) {
        return events(EVENTS_AFTER, room, after, limit).map(Collections::unmodifiableList);
    }

    Future<List<Event>> messagesAfter(String room, long after, int limit) {
        return events(MESSAGES_AFTER, room, after, limit).map(Collections::unmodifiableList);
    }

    Future<List<Event>> messagesBefore(String room, long before, int limit) {
        return events(MESSAGES_BEFORE, room, before, limit).map(latestFirst -> {
            Collections.reverse(latestFirst);
            return Collections.unmodifiableList(latestFirst);
        });
    }

    Future<Optional<Long>> seqOf(String room, String messageId) {
        return readBalancer.query(
                SEQ_OF,
                Tuple.of(room, messageId),
                rows -> Optional.ofNullable(rows.iterator().next().getLong(0)));
    }

    private Future<List<Event>> events(String sql, String room, long bound, int limit) {
        return readBalancer.query(sql, Tuple.of(room, bound, (long) limit), rows -> {
            List<Event> events = new ArrayList<>(rows.size());
            rows.forEach(row -> events.add(event(room, row)));
            return events;
        });
    }

    private static Event event(String room, Row row) {
        Author from = Author.ofStored(row.getString(4), row.getString(5), row.getString(6));
        Event.Type type = Event.Type.of(row.getString(2));
        return new Event(room, row.getLong(0), row.getLong(1), type, row.getString(3), from, row.getString(7));
    }
}
