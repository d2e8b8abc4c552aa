package dev.parley.store.sqlite;

import dev.parley.store.Append;
import dev.parley.store.Appended;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Events in the writer's transaction. */
final class EventRows {
    static final String EARLIER =
            """
            SELECT seq, ts, digest FROM events INDEXED BY events_by_client_id
            WHERE room = ? AND id = ? AND from_id = ? AND client_id = 1""";

    private final PreparedStatement insert;
    private final PreparedStatement earlier;

    EventRows(Connection connection) throws SQLException {
        insert = connection.prepareStatement(
                """
                INSERT INTO events (room, seq, ts, type, id, client_id, from_id, from_name, from_kind, digest, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (room, id, from_id) WHERE client_id = 1 DO NOTHING""");
        earlier = connection.prepareStatement(EARLIER);
    }

    /** Writes the event, or nothing when its sender used the id before. */
    boolean insert(Append append, long seq) throws SQLException {
        insert.setString(1, append.room());
        insert.setLong(2, seq);
        insert.setLong(3, append.ts());
        insert.setString(4, append.type().text());
        insert.setString(5, append.id());
        insert.setInt(6, append.clientId() ? 1 : 0);
        insert.setString(7, append.from().id());
        insert.setString(8, append.from().name());
        insert.setString(9, append.from().kind().text());
        insert.setString(10, append.digest());
        insert.setString(11, append.body());
        return insert.executeUpdate() > 0;
    }

    /** What its sender stored under this id before. */
    Optional<Appended> earlier(Append append) throws SQLException {
        if (!append.clientId()) {
            return Optional.empty();
        }
        earlier.setString(1, append.room());
        earlier.setString(2, append.id());
        earlier.setString(3, append.from().id());
        try (ResultSet row = earlier.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            boolean same = append.digest() != null && append.digest().equals(row.getString(3));
            return Optional.of(new Appended.Duplicate(row.getLong(1), row.getLong(2), same));
        }
    }
}
