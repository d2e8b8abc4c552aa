package dev.parley.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Which events changed a room's shared state, and its snapshots, in the writer's transaction. Writer thread only. */
final class StateRows {
    private final PreparedStatement change;
    private final PreparedStatement snapshot;

    StateRows(Connection connection) throws SQLException {
        change = connection.prepareStatement("INSERT INTO state_changes (room, seq) VALUES (?, ?)");
        snapshot = connection.prepareStatement(
                """
                INSERT INTO states (room, seq, state) VALUES (?, ?, ?)
                ON CONFLICT (room) DO UPDATE SET seq = excluded.seq, state = excluded.state""");
    }

    /** {@code state} is the whole state with this change; null for none. */
    void write(String room, long seq, String state) throws SQLException {
        change.setString(1, room);
        change.setLong(2, seq);
        change.executeUpdate();
        if (state != null) {
            snapshot.setString(1, room);
            snapshot.setLong(2, seq);
            snapshot.setString(3, state);
            snapshot.executeUpdate();
        }
    }
}
