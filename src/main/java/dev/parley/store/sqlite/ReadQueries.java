package dev.parley.store.sqlite;

import dev.parley.model.Event;
import dev.parley.model.NameRange;
import dev.parley.model.RoomOptions;
import dev.parley.store.Position;
import dev.parley.store.RoomSummary;
import dev.parley.store.StoredSession;
import io.vertx.core.json.JsonArray;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What can be read, on one connection. One reader thread only. History walks the key (room, seq), from either end; its
 * newest part may still be in the {@link UnmovedEvents}, which is looked at first.
 */
final class ReadQueries implements AutoCloseable {
    private static final String BETWEEN =
            "SELECT " + EventRows.EVENT + " FROM events WHERE room = ? AND seq > ? AND seq < ?";
    private static final String SAID = " AND type IN ('message', 'answer')";
    static final String EVENTS_AFTER = BETWEEN + " ORDER BY seq LIMIT ?";
    static final String MESSAGES_AFTER = BETWEEN + SAID + " ORDER BY seq LIMIT ?";
    static final String MESSAGES_BEFORE = BETWEEN + SAID + " ORDER BY seq DESC LIMIT ?";
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

    private final Connection connection;
    private final UnmovedEvents unmovedEvents;
    private final PreparedStatement eventsAfter;
    private final PreparedStatement messagesAfter;
    private final PreparedStatement messagesBefore;
    private final PreparedStatement seqOf;
    private final PreparedStatement rooms;
    private final PreparedStatement position;
    private final PreparedStatement owner;
    private final PreparedStatement options;
    private final PreparedStatement roomsWithTurns;
    private final PreparedStatement session;
    private final TurnQueries turns;

    ReadQueries(Connection connection, UnmovedEvents unmovedEvents) throws SQLException {
        this.connection = connection;
        this.unmovedEvents = unmovedEvents;
        eventsAfter = connection.prepareStatement(EVENTS_AFTER);
        messagesAfter = connection.prepareStatement(MESSAGES_AFTER);
        messagesBefore = connection.prepareStatement(MESSAGES_BEFORE);
        seqOf = connection.prepareStatement(SEQ_OF);
        rooms = connection.prepareStatement(
                """
                SELECT id FROM rooms WHERE id >= ? AND id < ? AND (last_seq > 0 OR options IS NOT NULL)
                ORDER BY id LIMIT ?""");
        position = connection.prepareStatement("SELECT epoch, last_seq FROM rooms WHERE id = ?");
        owner = connection.prepareStatement("SELECT owner FROM rooms WHERE id = ?");
        options = connection.prepareStatement("SELECT options FROM rooms WHERE id = ?");
        roomsWithTurns = connection.prepareStatement(
                "SELECT DISTINCT room FROM turns WHERE state = 'running' ORDER BY room LIMIT ?");
        turns = new TurnQueries(connection);
        session = connection.prepareStatement(
                "SELECT user, name, picture, role, rooms, expires_at FROM sessions WHERE key = ?");
    }

    TurnQueries turns() {
        return turns;
    }

    List<Event> eventsAfter(String name, long after, int limit) throws SQLException {
        return forwards(eventsAfter, name, after, limit, event -> true);
    }

    List<Event> messagesAfter(String name, long after, int limit) throws SQLException {
        return forwards(messagesAfter, name, after, limit, ReadQueries::isSaid);
    }

    /** What the tail does not hold is in the table, if one looks there afterwards. */
    private List<Event> forwards(PreparedStatement query, String name, long after, int limit, Predicate<Event> wanted)
            throws SQLException {
        List<JournalRow> newest = unmovedEvents.of(name);
        long tailFrom = from(newest);
        List<Event> found = new ArrayList<>();
        if (after < tailFrom - 1) {
            found.addAll(events(query, name, after, tailFrom, limit));
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
            if (event.seq() < before && isSaid(event)) {
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

    private static boolean isSaid(Event event) {
        return switch (event.type()) {
            case MESSAGE, ANSWER -> true;
        };
    }

    Optional<Long> seqOf(String name, String messageId) throws SQLException {
        Optional<Event> newest = unmovedEvents.find(name, messageId, ReadQueries::isSaid);
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

    Optional<RoomSummary> room(String name) throws SQLException {
        Optional<Position> found = position(name);
        boolean exists = found.isPresent() && (found.get().seq() > 0 || hasOptions(name));
        return exists ? Optional.of(new RoomSummary(name, found.get().seq())) : Optional.empty();
    }

    /** A room's first events may be in the tail alone, which is looked at first. */
    List<RoomSummary> rooms(NameRange range, int limit) throws SQLException {
        SortedSet<String> names = new TreeSet<>(unmovedEvents.rooms(range));
        rooms.setString(1, range.from());
        rooms.setString(2, range.to());
        rooms.setInt(3, limit);
        names.addAll(names(rooms));
        List<RoomSummary> found = new ArrayList<>();
        for (String name : names) {
            if (found.size() < limit) {
                found.add(room(name).orElseThrow()); // rooms do not go away
            }
        }
        return List.copyOf(found);
    }

    Optional<String> owner(String name) throws SQLException {
        owner.setString(1, name);
        try (ResultSet row = owner.executeQuery()) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    private boolean hasOptions(String name) throws SQLException {
        options.setString(1, name);
        try (ResultSet row = options.executeQuery()) {
            return row.next() && row.getString(1) != null;
        }
    }

    RoomOptions options(String name) throws SQLException {
        options.setString(1, name);
        try (ResultSet row = options.executeQuery()) {
            return row.next() ? RoomOptions.of(row.getString(1)) : RoomOptions.NONE;
        }
    }

    Map<String, Position> positions(List<String> names) throws SQLException {
        Map<String, Position> found = new HashMap<>();
        for (String name : names) {
            position(name).ifPresent(position -> found.put(name, position));
        }
        return found;
    }

    /** What the tail does not know any more stands in the room's row, if one looks there afterwards. */
    private Optional<Position> position(String name) throws SQLException {
        long newest = unmovedEvents.lastSeq(name);
        position.setString(1, name);
        try (ResultSet row = position.executeQuery()) {
            return row.next()
                    ? Optional.of(new Position(row.getLong(1), Math.max(newest, row.getLong(2))))
                    : Optional.empty();
        }
    }

    List<String> roomsWithTurns(int limit) throws SQLException {
        roomsWithTurns.setInt(1, limit);
        return List.copyOf(names(roomsWithTurns));
    }

    private static List<String> names(PreparedStatement query) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    Optional<StoredSession> session(String key) throws SQLException {
        session.setString(1, key);
        try (ResultSet row = session.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            String patterns = row.getString(5);
            List<String> allowed = patterns == null
                    ? null
                    : new JsonArray(patterns).stream().map(String.class::cast).toList();
            return Optional.of(new StoredSession(
                    key,
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    allowed,
                    row.getLong(6)));
        }
    }

    Set<String> endedSessions(List<String> keys) throws SQLException {
        Set<String> ended = new HashSet<>();
        for (String key : keys) {
            if (session(key).isEmpty()) {
                ended.add(key);
            }
        }
        return ended;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
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
