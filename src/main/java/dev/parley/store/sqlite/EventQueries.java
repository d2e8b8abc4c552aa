package dev.parley.store.sqlite;

import dev.parley.model.Event;
import dev.parley.model.EventType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads of events on one connection, each along the key (room, seq) from either end. The newest events may still be in
 * the {@link UnmovedEvents}, which are read first. One reader thread only.
 */
final class EventQueries {
    private static final String BETWEEN =
            "SELECT " + EventRows.EVENT + " FROM events WHERE room = ? AND seq > ? AND seq < ?";
    private static final String MESSAGES = " AND type IN ('message', 'answer')";
    static final String EVENTS_AFTER = BETWEEN + " ORDER BY seq LIMIT ?";
    static final String MESSAGES_AFTER = BETWEEN + MESSAGES + " ORDER BY seq LIMIT ?";
    static final String MESSAGES_BEFORE = BETWEEN + MESSAGES + " ORDER BY seq DESC LIMIT ?";
    // INDEXED BY: left alone, the planner prefers to walk the room by its key.
    static final String SEQ_OF =
            """
            SELECT max(seq) FROM (
              SELECT seq, type FROM events INDEXED BY events_by_client_id
              WHERE room = ?1 AND id = ?2 AND client_id = 1
              UNION ALL
              SELECT seq, type FROM events INDEXED BY events_by_server_id
              WHERE room = ?1 AND id = ?2 AND client_id = 0)
            WHERE type IN ('message', 'answer')""";

    private final UnmovedEvents unmovedEvents;
    private final PreparedStatement eventsAfter;
    private final PreparedStatement messagesAfter;
    private final PreparedStatement messagesBefore;
    private final PreparedStatement seqOf;

    EventQueries(Connection connection, UnmovedEvents unmovedEvents) throws SQLException {
        this.unmovedEvents = unmovedEvents;
        eventsAfter = connection.prepareStatement(EVENTS_AFTER);
        messagesAfter = connection.prepareStatement(MESSAGES_AFTER);
        messagesBefore = connection.prepareStatement(MESSAGES_BEFORE);
        seqOf = connection.prepareStatement(SEQ_OF);
    }

    List<Event> eventsAfter(String name, long after, int limit) throws SQLException {
        return forwards(eventsAfter, name, after, limit, event -> true);
    }

    List<Event> messagesAfter(String name, long after, int limit) throws SQLException {
        return forwards(messagesAfter, name, after, limit, EventQueries::isMessage);
    }

    /** An event that is not among the unmoved events is in the table, if the table is read afterwards. */
    private List<Event> forwards(PreparedStatement query, String name, long after, int limit, Predicate<Event> wanted)
            throws SQLException {
        List<JournalRow> newest = unmovedEvents.of(name);
        long newestFrom = from(newest);
        List<Event> found = new ArrayList<>();
        if (after < newestFrom - 1) {
            found.addAll(events(query, name, after, newestFrom, limit));
        }
        newest.stream()
                .map(JournalRow::event)
                .filter(event -> event.seq() > after && wanted.test(event))
                .limit(limit - found.size())
                .forEach(found::add);
        return Collections.unmodifiableList(found);
    }

    List<Event> messagesBefore(String name, long before, int limit) throws SQLException {
        List<JournalRow> newest = unmovedEvents.of(name);
        List<Event> found = new ArrayList<>(); // the latest first
        for (int i = newest.size() - 1; i >= 0 && found.size() < limit; i--) {
            Event event = newest.get(i).event();
            if (event.seq() < before && isMessage(event)) {
                found.add(event);
            }
        }
        if (found.size() < limit) {
            found.addAll(events(messagesBefore, name, 0, Math.min(before, from(newest)), limit - found.size()));
        }
        Collections.reverse(found);
        return Collections.unmodifiableList(found);
    }

    private static long from(List<JournalRow> newest) {
        return newest.isEmpty() ? Long.MAX_VALUE : newest.get(0).event().seq();
    }

    private static boolean isMessage(Event event) {
        return EventType.isMessage(event.type());
    }

    Optional<Long> seqOf(String name, String messageId) throws SQLException {
        Optional<Event> newest = unmovedEvents.find(name, messageId, EventQueries::isMessage);
        if (newest.isPresent()) {
            return newest.map(Event::seq);
        }
        seqOf.setString(1, name);
        seqOf.setString(2, messageId);
        try (ResultSet row = seqOf.executeQuery()) {
            long seq = row.next() ? row.getLong(1) : 0; // max of nothing is null, which reads as 0
            return seq == 0 ? Optional.empty() : Optional.of(seq);
        }
    }

    private static List<Event> events(PreparedStatement query, String name, long after, long before, int limit)
            throws SQLException {
        query.setString(1, name);
        query.setLong(2, after);
        query.setLong(3, before);
        query.setInt(4, limit);
        List<Event> events = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                events.add(EventRows.event(name, row));
            }
        }
        return events;
    }
}
