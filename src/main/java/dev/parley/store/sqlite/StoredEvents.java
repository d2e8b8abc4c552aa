package dev.parley.store.sqlite;

import dev.parley.model.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Finds an event by its number, as the writer's transaction sees it, and writes it anew wherever it stands: in the
 * journal, in {@code events}, or in both while it was moved and not deleted there yet, since a restart reads the
 * journal back. Writer thread only.
 */
final class StoredEvents {
    private final Journal journal;
    private final PreparedStatement select;
    private final PreparedStatement update;

    StoredEvents(Connection connection, Journal journal) throws SQLException {
        this.journal = journal;
        select = connection.prepareStatement(
                "SELECT " + EventRows.EVENT + ", client_id, digest FROM events WHERE room = ? AND seq = ?");
        update = connection.prepareStatement("UPDATE events SET body = ?, digest = ? WHERE room = ? AND seq = ?");
    }

    /** Null when there is no such event. */
    JournalRow find(String room, long seq) throws SQLException {
        JournalRow unmoved = journal.find(room, seq);
        return unmoved != null ? unmoved : findMoved(room, seq);
    }

    private JournalRow findMoved(String room, long seq) throws SQLException {
        select.setString(1, room);
        select.setLong(2, seq);
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            Event event = EventRows.event(room, row);
            return new JournalRow(JournalRow.MOVED, event, row.getInt("client_id") == 1, row.getString("digest"));
        }
    }

    /** Writes a found event with what was changed of it; memory is changed last. */
    void rewrite(JournalRow changed) throws SQLException {
        update.setString(1, changed.event().body());
        update.setString(2, changed.digest());
        update.setString(3, changed.event().room());
        update.setLong(4, changed.event().seq());
        update.executeUpdate();
        journal.rewrite(changed);
    }
}
