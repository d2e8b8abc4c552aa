package dev.parley.store.sqlite;

import dev.parley.protocol.RoomOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The rooms that one transaction has touched: each is read once and, when it changed, written once. */
final class RoomRows {
    private final PreparedStatement select;
    private final PreparedStatement upsert;
    private final Map<String, RoomRow> rows = new HashMap<>();

    RoomRows(Connection connection) throws SQLException {
        select = connection.prepareStatement("SELECT epoch, owner, last_seq, options FROM rooms WHERE id = ?");
        upsert = connection.prepareStatement(
                """
                INSERT INTO rooms (id, epoch, owner, last_seq, options) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE
                SET epoch = excluded.epoch, owner = excluded.owner, last_seq = excluded.last_seq,
                  options = excluded.options""");
    }

    /** The room; one that was never claimed has epoch 0. */
    RoomRow get(String room) throws SQLException {
        RoomRow known = rows.get(room);
        if (known == null) {
            known = read(room);
            rows.put(room, known);
        }
        return known;
    }

    /** A new transaction begins. */
    void forget() {
        rows.clear();
    }

    /** The transaction ends: writes what changed. */
    void flush() throws SQLException {
        for (Map.Entry<String, RoomRow> entry : rows.entrySet()) {
            RoomRow row = entry.getValue();
            if (row.changed) {
                upsert.setString(1, entry.getKey());
                upsert.setLong(2, row.epoch);
                upsert.setString(3, row.owner);
                upsert.setLong(4, row.lastSeq);
                upsert.setString(5, row.options);
                upsert.executeUpdate();
            }
        }
    }

    private RoomRow read(String room) throws SQLException {
        select.setString(1, room);
        RoomRow row = new RoomRow();
        try (ResultSet found = select.executeQuery()) {
            if (found.next()) {
                row.epoch = found.getLong(1);
                row.owner = found.getString(2);
                row.lastSeq = found.getLong(3);
                row.options = found.getString(4);
            }
        }
        return row;
    }

    /** A room's fence and counter. Changed last in each operation, so that one that fails leaves no trace here. */
    static final class RoomRow {
        private long epoch;
        private String owner;
        private long lastSeq;
        private String options;
        private boolean changed;

        long epoch() {
            return epoch;
        }

        long lastSeq() {
            return lastSeq;
        }

        RoomOptions options() {
            return RoomOptions.of(options);
        }

        boolean isOwnedByAnother(String than) {
            return owner != null && !owner.equals(than);
        }

        void appended(long seq) {
            lastSeq = seq;
            changed = true;
        }

        void claimed(long newEpoch, String newOwner) {
            epoch = newEpoch;
            owner = newOwner;
            changed = true;
        }

        void configured(RoomOptions newOptions) {
            options = newOptions.toJson().encode();
            changed = true;
        }

        void released() {
            owner = null;
            changed = true;
        }
    }
}
