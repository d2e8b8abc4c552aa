package dev.parley.store.sqlite;

import dev.parley.protocol.Author;
import dev.parley.protocol.Event;
import dev.parley.protocol.RoomOptions;
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

/** What can be read, on one connection. One reader thread only. History walks the key (room, seq), from either end. */
final class ReadQueries implements AutoCloseable {
    private static final String EVENT =
            "SELECT seq, ts, type, id, from_id, from_name, from_kind, body FROM events WHERE room = ? AND seq ";
    private static final String SAID = " AND type IN ('message', 'answer')";
    static final String EVENTS_AFTER = EVENT + "> ? ORDER BY seq LIMIT ?";
    static final String MESSAGES_AFTER = EVENT + "> ?" + SAID + " ORDER BY seq LIMIT ?";
    static final String MESSAGES_BEFORE = EVENT + "< ?" + SAID + " ORDER BY seq DESC LIMIT ?";
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
    private final PreparedStatement eventsAfter;
    private final PreparedStatement messagesAfter;
    private final PreparedStatement messagesBefore;
    private final PreparedStatement seqOf;
    private final PreparedStatement room;
    private final PreparedStatement rooms;
    private final PreparedStatement position;
    private final PreparedStatement owner;
    private final PreparedStatement options;
    private final PreparedStatement roomsWithTurns;
    private final PreparedStatement session;
    private final TurnQueries turns;

    ReadQueries(Connection connection) throws SQLException {
        this.connection = connection;
        eventsAfter = connection.prepareStatement(EVENTS_AFTER);
        messagesAfter = connection.prepareStatement(MESSAGES_AFTER);
        messagesBefore = connection.prepareStatement(MESSAGES_BEFORE);
        seqOf = connection.prepareStatement(SEQ_OF);
        room = connection.prepareStatement("SELECT id, last_seq FROM rooms WHERE id = ?");
        rooms = connection.prepareStatement("SELECT id, last_seq FROM rooms WHERE id > ? ORDER BY id LIMIT ?");
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
        return Collections.unmodifiableList(events(eventsAfter, name, after, limit));
    }

    List<Event> messagesAfter(String name, long after, int limit) throws SQLException {
        return Collections.unmodifiableList(events(messagesAfter, name, after, limit));
    }

    List<Event> messagesBefore(String name, long before, int limit) throws SQLException {
        List<Event> latestFirst = events(messagesBefore, name, before, limit);
        Collections.reverse(latestFirst);
        return Collections.unmodifiableList(latestFirst);
    }

    Optional<Long> seqOf(String name, String messageId) throws SQLException {
        seqOf.setString(1, name);
        seqOf.setString(2, messageId);
        try (ResultSet row = seqOf.executeQuery()) {
            long seq = row.next() ? row.getLong(1) : 0; // max of nothing is null, which reads as 0
            return seq == 0 ? Optional.empty() : Optional.of(seq);
        }
    }

    Optional<RoomSummary> room(String name) throws SQLException {
        room.setString(1, name);
        return summaries(room).stream().findFirst();
    }

    List<RoomSummary> rooms(String after, int limit) throws SQLException {
        rooms.setString(1, after);
        rooms.setInt(2, limit);
        return summaries(rooms);
    }

    Optional<String> owner(String name) throws SQLException {
        owner.setString(1, name);
        try (ResultSet row = owner.executeQuery()) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
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
            position.setString(1, name);
            try (ResultSet row = position.executeQuery()) {
                if (row.next()) {
                    found.put(name, new Position(row.getLong(1), row.getLong(2)));
                }
            }
        }
        return found;
    }

    List<String> roomsWithTurns(int limit) throws SQLException {
        roomsWithTurns.setInt(1, limit);
        List<String> names = new ArrayList<>();
        try (ResultSet row = roomsWithTurns.executeQuery()) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return List.copyOf(names);
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

    private static List<Event> events(PreparedStatement query, String name, long bound, int limit) throws SQLException {
        query.setString(1, name);
        query.setLong(2, bound);
        query.setInt(3, limit);
        List<Event> events = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Author from = new Author(row.getString(5), row.getString(6), Author.Kind.of(row.getString(7)));
                events.add(new Event(
                        name,
                        row.getLong(1),
                        row.getLong(2),
                        Event.Type.of(row.getString(3)),
                        row.getString(4),
                        from,
                        row.getString(8)));
            }
        }
        return events;
    }

    private static List<RoomSummary> summaries(PreparedStatement query) throws SQLException {
        List<RoomSummary> found = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(new RoomSummary(row.getString(1), row.getLong(2)));
            }
        }
        return List.copyOf(found);
    }
}
