package dev.parley.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Guests who became users, in the writer's transaction. Writer thread only. */
final class AliasRows {
    private final PreparedStatement put;
    private final PreparedStatement userOf;

    AliasRows(Connection connection) throws SQLException {
        put = connection.prepareStatement("INSERT OR REPLACE INTO aliases (guest, user_id, name) VALUES (?, ?, ?)");
        userOf = connection.prepareStatement("SELECT user_id FROM aliases WHERE guest = ?");
    }

    void put(String guest, String user, String name) throws SQLException {
        put.setString(1, guest);
        put.setString(2, user);
        put.setString(3, name);
        put.executeUpdate();
    }

    /** The user whom a guest has become; null for none. */
    String userOf(String guest) throws SQLException {
        userOf.setString(1, guest);
        try (ResultSet row = userOf.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
