package dev.parley.store.sqlite;

import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.store.Sent;
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
            "SELECT " + EventRows.EVENT + " FROM events WHERE room = ?1 AND " + KeptEvents.ABOVE + " AND seq < ?3";
    private static final String MESSAGES = " AND type IN ('message', 'answer')";
    static final String EVENTS_AFTER = BETWEEN + " ORDER BY seq LIMIT ?4";
    static final String MESSAGES_AFTER = BETWEEN + MESSAGES + " ORDER BY seq LIMIT ?4";
    static final String MESSAGES_BEFORE = BETWEEN + MESSAGES + " ORDER BY seq DESC LIMIT ?4";

    private static final String LISTED =
            """
            SELECT seq, ts, type, id, from_id, from_name, from_kind, body
            FROM (SELECT room AS listed_room, seq AS listed_seq FROM messages
              WHERE room = ?1 AND %2$s AND seq < ?3 ORDER BY seq %1$s LIMIT ?4)
            CROSS JOIN events ON room = listed_room AND seq = listed_seq ORDER BY listed_seq %1$s""";
    static final String LISTED_AFTER = LISTED.formatted("ASC", KeptEvents.ABOVE);
    static final String LISTED_BEFORE = LISTED.formatted("DESC", KeptEvents.ABOVE);
    private static final String UNLISTED = "SELECT 1 FROM unlisted WHERE room = ?";
    // INDEXED BY: left alone, the planner prefers to walk the room by its key.
    static final String SEQ_OF =
            """
            SELECT max(seq) FROM (
              SELECT seq, type FROM events INDEXED BY events_by_client_id
              WHERE room = ?1 AND id = ?2 AND client_id = 1
              UNION ALL
              SELECT seq, type FROM events INDEXED BY events_by_server_id
              WHERE room = ?1 AND id = ?2 AND client_id = 0)
            WHERE type IN ('message', 'answer') AND seq >= \s"""
                    + KeptEvents.FIRST;

    private final UnmovedEvents unmovedEvents;
    private final PreparedStatement eventsAfter;
    private final PreparedStatement messagesAfter;
    private final PreparedStatement messagesBefore;
    private final PreparedStatement listedAfter;
    private final PreparedStatement listedBefore;
    private final PreparedStatement unlisted;
    private final PreparedStatement seqOf;
    private final PreparedStatement sent;
    private final KeptEvents kept;
    private final AmendmentQueries amendments;
    private final AliasQueries aliases;

    EventQueries(Connection connection, UnmovedEvents unmovedEvents, KeptEvents kept, AliasQueries aliases)
            throws SQLException {
        this.unmovedEvents = unmovedEvents;
        this.kept = kept;
        this.aliases = aliases;
        eventsAfter = connection.prepareStatement(EVENTS_AFTER);
        messagesAfter = connection.prepareStatement(MESSAGES_AFTER);
        messagesBefore = connection.prepareStatement(MESSAGES_BEFORE);
        listedAfter = connection.prepareStatement(LISTED_AFTER);
        listedBefore = connection.prepareStatement(LISTED_BEFORE);
        unlisted = connection.prepareStatement(UNLISTED);
        sent = connection.prepareStatement(EventRows.EARLIER);
        amendments = new AmendmentQueries(connection);
        seqOf = connection.prepareStatement(SEQ_OF);
    }

    List<Event> eventsAfter(String name, long after, int limit) throws SQLException {
        List<JournalRow> newest = kept.newest(name);
        return shown(name, forwards(newest, eventsAfter, name, after, limit, event -> true), newest);
    }

    List<Event> messagesAfter(String name, long after, int limit) throws SQLException {
        List<JournalRow> newest = kept.newest(name);
        PreparedStatement query = isListed(name) ? listedAfter : messagesAfter;
        return shown(name, forwards(newest, query, name, after, limit, EventQueries::isMessage), newest);
    }

    List<Event> messagesBefore(String name, long before, int limit) throws SQLException {
        List<JournalRow> newest = kept.newest(name);
        PreparedStatement query = isListed(name) ? listedBefore : messagesBefore;
        return shown(name, backwards(newest, query, name, before, limit, EventQueries::isMessage), newest);
    }

    private List<Event> shown(String name, List<Event> page, List<JournalRow> newest) throws SQLException {
        return aliases.shown(amendments.shown(name, page, newest));
    }

    /** Whether {@code messages} has the room's: those of a room of before are listed little by little. */
    private boolean isListed(String name) throws SQLException {
        unlisted.setString(1, name);
        try (ResultSet row = unlisted.executeQuery()) {
            return !row.next();
        }
    }

    /**
     * A room's events above {@code after} that are wanted, oldest first: those of the table, by {@code query}, then
     * {@code newest}, its unmoved events. An event that is not among these is in the table, if the table is read
     * afterwards.
     */
    static List<Event> forwards(
            List<JournalRow> newest,
            PreparedStatement query,
            String name,
            long after,
            int limit,
            Predicate<Event> wanted)
            throws SQLException {
        List<Event> found = new ArrayList<>();
        if (after < from(newest) - 1) {
            found.addAll(events(query, name, after, from(newest), limit));
        }
        newest.stream()
                .map(JournalRow::event)
                .filter(event -> event.seq() > after && wanted.test(event))
                .limit(limit - found.size())
                .forEach(found::add);
        return found;
    }

    /** The latest below {@code before}, oldest first. */
    static List<Event> backwards(
            List<JournalRow> newest,
            PreparedStatement query,
            String name,
            long before,
            int limit,
            Predicate<Event> wanted)
            throws SQLException {
        List<Event> found = new ArrayList<>(); // the latest first
        for (int i = newest.size() - 1; i >= 0 && found.size() < limit; i--) {
            Event event = newest.get(i).event();
            if (event.seq() < before && wanted.test(event)) {
                found.add(event);
            }
        }
        if (found.size() < limit) {
            found.addAll(events(query, name, 0, Math.min(before, from(newest)), limit - found.size()));
        }
        Collections.reverse(found);
        return found;
    }

    private static long from(List<JournalRow> newest) {
        return newest.isEmpty() ? Long.MAX_VALUE : newest.get(0).event().seq();
    }

    private static boolean isMessage(Event event) {
        return EventType.isMessage(event.type());
    }

    Optional<Long> seqOf(String name, String messageId) throws SQLException {
        List<JournalRow> newest = kept.newest(name);
        for (int i = newest.size() - 1; i >= 0; i--) {
            Event event = newest.get(i).event();
            if (event.id().equals(messageId) && isMessage(event)) {
                return Optional.of(event.seq());
            }
        }
        seqOf.setString(1, name);
        seqOf.setString(2, messageId);
        try (ResultSet row = seqOf.executeQuery()) {
            long seq = row.next() ? row.getLong(1) : 0; // max of nothing is null, which reads as 0
            return seq == 0 ? Optional.empty() : Optional.of(seq);
        }
    }

    /** What a sender stored under an id of its own. */
    Optional<Sent> sent(String name, String from, String id) throws SQLException {
        Optional<JournalRow> newest = unmovedEvents.of(name).stream()
                .filter(row -> row.clientId()
                        && row.event().id().equals(id)
                        && row.event().from().id().equals(from))
                .findFirst();
        if (newest.isPresent()) {
            return newest.map(JournalRow::asSent);
        }
        sent.setString(1, name);
        sent.setString(2, id);
        sent.setString(3, from);
        try (ResultSet row = sent.executeQuery()) {
            return row.next()
                    ? Optional.of(new Sent(row.getLong(1), row.getLong(2), row.getString(3)))
                    : Optional.empty();
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
