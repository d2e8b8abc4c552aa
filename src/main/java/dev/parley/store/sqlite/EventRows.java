package dev.parley.store.sqlite;

import dev.parley.model.Author;
import dev.parley.model.Event;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Sent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Writes to the table {@code events}: rows moved there from the journal, and ids looked up. Writer thread only. */
final class EventRows {
    /** What {@link #event} reads, first in its row. */
    static final String EVENT = "seq, ts, type, id, from_id, from_name, from_kind, body";

    static final String EARLIER =
            """
            SELECT seq, ts, digest FROM events INDEXED BY events_by_client_id
            WHERE room = ? AND id = ? AND from_id = ? AND client_id = 1""";

    private final PreparedStatement move;
    private final PreparedStatement others;
    private final PreparedStatement advance;
    private final PreparedStatement earlier;

    EventRows(Connection connection) throws SQLException {
        move = connection.prepareStatement(
                """
                INSERT INTO events (room, seq, ts, type, id, client_id, from_id, from_name, from_kind, digest, body)
                SELECT room, seq, ts, type, id, client_id, from_id, from_name, from_kind, digest, body
                FROM (SELECT value AS chosen FROM json_each(?)) CROSS JOIN journal ON n = chosen
                WHERE true
                ON CONFLICT (room, seq) DO NOTHING""");
        others = connection.prepareStatement(
                """
                SELECT e.room, e.seq
                FROM (SELECT value AS chosen FROM json_each(?)) CROSS JOIN journal j ON j.n = chosen
                JOIN events e ON e.room = j.room AND e.seq = j.seq
                WHERE (e.id, e.from_id, e.ts, e.type, e.body) <> (j.id, j.from_id, j.ts, j.type, j.body) LIMIT 1""");
        advance = connection.prepareStatement("UPDATE rooms SET last_seq = max(last_seq, ?) WHERE id = ?");
        earlier = connection.prepareStatement(EARLIER);
    }

    static Event event(String room, ResultSet row) throws SQLException {
        Author from = Author.ofStored(row.getString(5), row.getString(6), row.getString(7));
        return new Event(
                room, row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), from, row.getString(8));
    }

    /**
     * Copies a room's next events from the journal, those that are not here already, and updates the room's row. Fails
     * when another event is in the place of one: another program wrote into the file, and neither event may be lost.
     */
    void move(List<JournalRow> rows) throws SQLException {
        String numbers = JournalRow.numbers(rows);
        move.setString(1, numbers);
        if (move.executeUpdate() < rows.size()) {
            refuseOthers(numbers);
        }
        Event last = rows.get(rows.size() - 1).event();
        advance.setLong(1, last.seq());
        advance.setString(2, last.room());
        advance.executeUpdate();
    }

    private void refuseOthers(String numbers) throws SQLException {
        others.setString(1, numbers);
        try (ResultSet other = others.executeQuery()) {
            if (other.next()) {
                throw new SQLException("two different events have number " + other.getLong(2) + " of room "
                        + other.getString(1) + ": another program wrote into the file");
            }
        }
    }

    /** What the sender of a message stored here under its id before; null when there is nothing. */
    Committed.Duplicate earlier(String room, Commit.Cause cause) throws SQLException {
        earlier.setString(1, room);
        earlier.setString(2, cause.id());
        earlier.setString(3, cause.from());
        try (ResultSet row = earlier.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            Sent sent = new Sent(row.getLong(1), row.getLong(2), row.getString(3));
            return new Committed.Duplicate(sent.seq(), sent.ts(), sent.isSame(cause.digest()));
        }
    }
}
