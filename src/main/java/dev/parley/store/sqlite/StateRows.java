package dev.parley.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Which events changed a room's shared state, and its snapshots, in the writer's transaction. Writer thread only. */
final class StateRows {
    private final PreparedStatement change;
    private final PreparedStatement snapshot;
    private final PreparedStatement forgetSnapshot;

    StateRows(Connection connection) throws SQLException {
        change = connection.prepareStatement("INSERT INTO state_changes (room, seq) VALUES (?, ?)");
        snapshot = connection.prepareStatement(
                """
                INSERT INTO states (room, seq, state) VALUES (?, ?, ?)
                ON CONFLICT (room) DO UPDATE SET seq = excluded.seq, state = excluded.state""");
        forgetSnapshot = connection.prepareStatement("DELETE FROM states WHERE room = ?");
    }

    /** {@code state} is the whole state with this change; null for none. */
    void write(String room, long seq, String state) throws SQLException {
        change.setString(1, room);
        change.setLong(2, seq);
        change.executeUpdate();
        if (state != null) {
            putSnapshot(room, seq, state);
        }
    }

    /** The whole state, with all changes up to {@code seq}. */
    void putSnapshot(String room, long seq, String state) throws SQLException {
        snapshot.setString(1, room);
        snapshot.setLong(2, seq);
        snapshot.setString(3, state);
        snapshot.executeUpdate();
    }

    /** The room has no state any more, once its changes are gone as well. */
    void forgetSnapshot(String room) throws SQLException {
        forgetSnapshot.setString(1, room);
        forgetSnapshot.executeUpdate();
    }
}
