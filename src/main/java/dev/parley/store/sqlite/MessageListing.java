package dev.parley.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Lists the messages of a file that an older version wrote in {@code messages}, a chunk a transaction; a room is read
 * by that table once it is whole. After a crash it goes on where it was. Writer thread only.
 */
final class MessageListing {
    /** Most events looked at, and rooms counted as one, in a transaction. */
    static final int CHUNK = 500;

    private final PreparedStatement next;
    private final PreparedStatement last;
    private final PreparedStatement list;
    private final PreparedStatement proceed;
    private final PreparedStatement done;

    MessageListing(Connection connection) throws SQLException {
        next = connection.prepareStatement("SELECT room, seq FROM unlisted LIMIT 1");
        last = connection.prepareStatement("SELECT max(seq) FROM events WHERE room = ?");
        list = connection.prepareStatement(
                """
                INSERT INTO messages (room, seq, nth)
                SELECT room, seq, row_number() OVER (ORDER BY seq)
                  + coalesce((SELECT nth FROM messages WHERE room = ?1 ORDER BY seq DESC LIMIT 1), 0)
                FROM events WHERE room = ?1 AND seq > ?2 AND seq <= ?3 AND type IN ('message', 'answer')""");
        proceed = connection.prepareStatement("UPDATE unlisted SET seq = ? WHERE room = ?");
        done = connection.prepareStatement("DELETE FROM unlisted WHERE room = ?");
    }

    /** Does a chunk; false when nothing is left to do. */
    boolean next() throws SQLException {
        int left = CHUNK;
        while (left > 0) {
            String room;
            long after;
            try (ResultSet row = next.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                room = row.getString(1);
                after = row.getLong(2);
            }
            left -= 1 + list(room, after, left);
        }
        return true;
    }

    private int list(String room, long after, int most) throws SQLException {
        long end = last(room);
        long upTo = Math.min(end, after + most);
        list.setString(1, room);
        list.setLong(2, after);
        list.setLong(3, upTo);
        list.executeUpdate();
        if (upTo == end) {
            done.setString(1, room);
            done.executeUpdate();
        } else {
            proceed.setLong(1, upTo);
            proceed.setString(2, room);
            proceed.executeUpdate();
        }
        return (int) Math.max(0, upTo - after);
    }

    private long last(String room) throws SQLException {
        last.setString(1, room);
        try (ResultSet row = last.executeQuery()) {
            return row.getLong(1); // max of nothing is null, which reads as 0
        }
    }
}
