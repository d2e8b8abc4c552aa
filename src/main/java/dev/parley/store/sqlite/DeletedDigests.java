package dev.parley.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Empties the digests of messages that were deleted a while ago, and of their edits: a resend is the same whatever it
 * says from then on. Writer thread only.
 */
final class DeletedDigests {
    /** Most digests in a transaction. */
    static final int CHUNK = 500;

    private record Deletion(String room, long target) {}

    private final StoredEvents events;
    private final PreparedStatement due;
    private final PreparedStatement edits;
    private final PreparedStatement forgetEdit;
    private final PreparedStatement done;

    DeletedDigests(Connection connection, StoredEvents events) throws SQLException {
        this.events = events;
        due = connection.prepareStatement(
                "SELECT room, target FROM deletions WHERE at <= ? ORDER BY at LIMIT " + CHUNK);
        edits = connection.prepareStatement("SELECT seq FROM edits WHERE room = ? AND target = ? LIMIT ?");
        forgetEdit = connection.prepareStatement("DELETE FROM edits WHERE room = ? AND target = ? AND seq = ?");
        done = connection.prepareStatement("UPDATE deletions SET at = NULL WHERE room = ? AND target = ?");
    }

    /** Does a chunk of those that were deleted until then; whether there may be more. */
    boolean next(long deletedUntil) throws SQLException {
        int left = CHUNK;
        for (Deletion deletion : due(deletedUntil)) {
            left -= forgetEdits(deletion, left);
            if (left <= 0) {
                return true;
            }
            forget(deletion.room(), deletion.target());
            done.setString(1, deletion.room());
            done.setLong(2, deletion.target());
            done.executeUpdate();
            left--;
        }
        return left <= 0;
    }

    private List<Deletion> due(long until) throws SQLException {
        due.setLong(1, until);
        List<Deletion> found = new ArrayList<>();
        try (ResultSet row = due.executeQuery()) {
            while (row.next()) {
                found.add(new Deletion(row.getString(1), row.getLong(2)));
            }
        }
        return found;
    }

    private int forgetEdits(Deletion deletion, int most) throws SQLException {
        edits.setString(1, deletion.room());
        edits.setLong(2, deletion.target());
        edits.setInt(3, most);
        List<Long> found = new ArrayList<>();
        try (ResultSet row = edits.executeQuery()) {
            while (row.next()) {
                found.add(row.getLong(1));
            }
        }
        for (long seq : found) {
            forget(deletion.room(), seq);
            forgetEdit.setString(1, deletion.room());
            forgetEdit.setLong(2, deletion.target());
            forgetEdit.setLong(3, seq);
            forgetEdit.executeUpdate();
        }
        return found.size();
    }

    /** One that never had a digest keeps none. */
    private void forget(String room, long seq) throws SQLException {
        JournalRow event = events.find(room, seq);
        if (event != null && event.digest() != null) {
            events.rewrite(event.withoutDigest());
        }
    }
}
