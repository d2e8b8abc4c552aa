package dev.parley.store.sqlite;

import dev.parley.model.Event;
import dev.parley.model.RoomOptions;
import dev.parley.model.RoomRole;
import dev.parley.store.RoomSummary;
import dev.parley.store.Rosters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * A room as one statement and its unmoved events tell of it.
 *
 * @param options as they are stored; null when none were set
 * @param role and {@code addedBy} of the user for whom it is listed; null for none
 * @param movedAt the time of its last event that was moved; 0 for none
 * @param newest those of its unmoved events that it keeps
 */
record ListedRoom(
        String name,
        long lastSeq,
        long firstSeq,
        String options,
        boolean isPrivate,
        String role,
        String addedBy,
        long movedAt,
        List<JournalRow> newest) {

    /** From a row of {@link RoomQueries}; the room's unmoved events were read before. */
    static ListedRoom of(ResultSet row, List<JournalRow> unmoved) throws SQLException {
        long firstSeq = row.getLong(3);
        return new ListedRoom(
                row.getString(1),
                Math.max(row.getLong(2), unmoved.isEmpty() ? 0 : last(unmoved).seq()),
                firstSeq,
                row.getString(4),
                row.getBoolean(5),
                row.getString(6),
                row.getString(7),
                row.getLong(8),
                KeptEvents.from(firstSeq, unmoved));
    }

    /** Whether it exists for others; see {@link dev.parley.store.History#room}. */
    boolean exists() {
        return lastSeq >= Math.max(1, firstSeq) || options != null;
    }

    RoomSummary summary() {
        return new RoomSummary(
                name,
                lastSeq,
                RoomOptions.of(options),
                newest.isEmpty() ? movedAt : last(newest).ts(),
                role == null || role.equals(Rosters.REMOVED)
                        ? null
                        : RoomRole.of(role).orElse(RoomRole.READER));
    }

    private static Event last(List<JournalRow> rows) {
        return rows.get(rows.size() - 1).event();
    }
}
