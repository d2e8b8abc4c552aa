package dev.parley.store.sqlite;

import dev.parley.store.StoredSession;
import io.vertx.core.json.JsonArray;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads of sessions on one connection. One reader thread only. */
final class SessionQueries {
    private final PreparedStatement session;

    SessionQueries(Connection connection) throws SQLException {
        session = connection.prepareStatement(
                "SELECT user, name, picture, role, rooms, expires_at FROM sessions WHERE key = ?");
    }

    Optional<StoredSession> find(String key) throws SQLException {
        session.setString(1, key);
        try (ResultSet row = session.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            String patterns = row.getString(5);
            List<String> rooms = patterns == null
                    ? null
                    : new JsonArray(patterns).stream().map(String.class::cast).toList();
            return Optional.of(new StoredSession(
                    key,
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    rooms,
                    row.getLong(6)));
        }
    }

    Set<String> endedAmong(List<String> keys) throws SQLException {
        Set<String> ended = new HashSet<>();
        for (String key : keys) {
            if (find(key).isEmpty()) {
                ended.add(key);
            }
        }
        return ended;
    }
}
