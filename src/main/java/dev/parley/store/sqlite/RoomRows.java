package dev.parley.store.sqlite;

import dev.parley.model.DirectRooms;
import dev.parley.model.RoomAccess;
import dev.parley.model.RoomOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rooms that transactions have touched lately: each is read once and, when a transaction changed its fence, written
 * once at its end. Writer thread only; at most 20,000 rooms between two transactions.
 *
 * <p>How far a room's events are is written then, and when they are moved to {@code events} ({@link EventRows#move});
 * until then the {@link UnmovedEvents} have it. Nobody else writes the file, so a row that was read is valid until a
 * rollback.
 */
final class RoomRows {
    /** Rows in memory between two transactions; about 200 bytes each. */
    private static final int CACHED_MAX = 20_000;

    private final UnmovedEvents unmovedEvents;
    private final PreparedStatement select;
    private final PreparedStatement upsert;
    private final Map<String, RoomRow> rows = new LinkedHashMap<>(16, 0.75f, true);
    private final List<RoomRow> toWrite = new ArrayList<>();

    RoomRows(Connection connection, UnmovedEvents unmovedEvents) throws SQLException {
        this.unmovedEvents = unmovedEvents;
        select = connection.prepareStatement(
                "SELECT epoch, owner, last_seq, options, first_seq FROM rooms WHERE id = ?");
        upsert = connection.prepareStatement(
                """
                INSERT INTO rooms (id, epoch, owner, last_seq, options, first_seq, private, retention)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE
                SET epoch = excluded.epoch, owner = excluded.owner, last_seq = excluded.last_seq,
                  options = excluded.options, first_seq = excluded.first_seq, private = excluded.private,
                  retention = excluded.retention""");
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

    /** Drops all rows: a transaction was rolled back, or its outcome is not known. */
    void forget() {
        rows.clear();
        toWrite.clear();
    }

    /** The transaction ends: writes what changed. */
    void flush() throws SQLException {
        for (RoomRow row : toWrite) {
            upsert.setString(1, row.id);
            upsert.setLong(2, row.epoch);
            upsert.setString(3, row.owner);
            upsert.setLong(4, row.lastSeq);
            upsert.setString(5, row.options);
            upsert.setLong(6, row.firstSeq);
            RoomOptions options = row.options();
            upsert.setBoolean(7, options.access() == RoomAccess.PRIVATE || DirectRooms.isDirect(row.id));
            upsert.setLong(8, options.retention());
            upsert.executeUpdate();
            row.changed = false;
        }
        toWrite.clear();
        evict();
    }

    /** Called when all is written: a row that is to be written must not go. */
    private void evict() {
        Iterator<RoomRow> eldest = rows.values().iterator();
        for (int over = rows.size() - CACHED_MAX; over > 0; over--) {
            eldest.next();
            eldest.remove();
        }
    }

    private RoomRow read(String room) throws SQLException {
        select.setString(1, room);
        RoomRow row = new RoomRow(room);
        try (ResultSet found = select.executeQuery()) {
            if (found.next()) {
                row.epoch = found.getLong(1);
                row.owner = found.getString(2);
                row.lastSeq = Math.max(found.getLong(3), unmovedEvents.lastSeq(room));
                row.options = found.getString(4);
                row.firstSeq = found.getLong(5);
            }
        }
        return row;
    }

    /** A room's fence and counter. Changed last in each operation, so that one that fails leaves no trace here. */
    final class RoomRow {
        private final String id;
        private long epoch;
        private String owner;
        private long lastSeq;
        private String options;
        private long firstSeq;
        private boolean changed;

        private RoomRow(String id) {
            this.id = id;
        }

        long epoch() {
            return epoch;
        }

        long lastSeq() {
            return lastSeq;
        }

        /** From this event on they are kept; 0 for all. */
        long firstSeq() {
            return firstSeq;
        }

        /** Whether it exists for others: it keeps an event, or options were set for it. */
        boolean exists() {
            return lastSeq >= Math.max(1, firstSeq) || options != null;
        }

        RoomOptions options() {
            return RoomOptions.of(options);
        }

        boolean isOwnedByAnother(String than) {
            return owner != null && !owner.equals(than);
        }

        void appended(long seq) {
            lastSeq = seq;
        }

        void claimed(long newEpoch, String newOwner) {
            epoch = newEpoch;
            owner = newOwner;
            rewrite();
        }

        void configured(RoomOptions newOptions) {
            options = newOptions.toJson().encode();
            rewrite();
        }

        void retained(long newFirst) {
            firstSeq = newFirst;
            rewrite();
        }

        /** All that it held is gone. */
        void deleted() {
            options = null;
            retained(lastSeq + 1);
        }

        void released() {
            owner = null;
            rewrite();
        }

        private void rewrite() {
            if (!changed) {
                changed = true;
                toWrite.add(this);
            }
        }
    }
}
