package dev.parley.store.sqlite;

import dev.parley.store.StoredSession;
import io.vertx.core.json.JsonArray;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writes of sessions in the writer's transaction. Writer thread only. */
final class SessionRows {
    private final PreparedStatement put;
    private final PreparedStatement end;
    private final PreparedStatement expire;
    private final AliasRows aliases;

    SessionRows(Connection connection, AliasRows aliases) throws SQLException {
        this.aliases = aliases;
        put = connection.prepareStatement(
                """
                INSERT OR REPLACE INTO sessions (key, user, name, picture, role, rooms, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""");
        end = connection.prepareStatement("DELETE FROM sessions WHERE key = ?");
        expire = connection.prepareStatement("DELETE FROM sessions WHERE expires_at < ?");
    }

    Void put(StoredSession session) throws SQLException {
        put.setString(1, session.key());
        put.setString(2, session.user());
        put.setString(3, session.name());
        put.setString(4, session.picture());
        put.setString(5, session.role());
        put.setString(6, session.rooms() == null ? null : new JsonArray(session.rooms()).encode());
        put.setLong(7, session.expiresAt());
        put.executeUpdate();
        return null;
    }

    boolean end(String key) throws SQLException {
        end.setString(1, key);
        return end.executeUpdate() > 0;
    }

    /** The guest of this session is this user from now on. */
    Void adopt(String guest, String user, String name, String key) throws SQLException {
        aliases.put(guest, user, name);
        boolean unused = end(key);
        return null;
    }

    Void expire(long before) throws SQLException {
        expire.setLong(1, before);
        expire.executeUpdate();
        return null;
    }
}
