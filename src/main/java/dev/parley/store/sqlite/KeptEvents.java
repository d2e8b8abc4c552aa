package dev.parley.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * From which event on rooms keep them. Statements compare with {@link #FIRST} themselves, so that they see no event
 * whose text is gone already; the unmoved events are cut here. One reader thread only.
 */
final class KeptEvents {
    /** In a statement whose first argument is the room: events below it are gone. */
    static final String FIRST = "coalesce((SELECT first_seq FROM rooms WHERE id = ?1), 0)";
    /**
     * The same as a condition with the second argument, above which events are wanted: one bound, so that it is
     * searched for.
     */
    static final String ABOVE = "seq > max(?2, " + FIRST + " - 1)";

    private final UnmovedEvents unmovedEvents;
    private final PreparedStatement first;

    KeptEvents(Connection connection, UnmovedEvents unmovedEvents) throws SQLException {
        this.unmovedEvents = unmovedEvents;
        first = connection.prepareStatement("SELECT first_seq FROM rooms WHERE id = ?");
    }

    /** A room's unmoved events, without those that are gone: to be read before the table. */
    List<JournalRow> newest(String room) throws SQLException {
        List<JournalRow> rows = unmovedEvents.of(room);
        return rows.isEmpty() ? rows : from(first(room), rows);
    }

    /** Those of a room's events without holes that are not below {@code first}. */
    static List<JournalRow> from(long first, List<JournalRow> rows) {
        if (rows.isEmpty() || first <= rows.get(0).event().seq()) {
            return rows;
        }
        int at = UnmovedEvents.index(rows, first);
        return at < 0 ? List.of() : rows.subList(at, rows.size());
    }

    private long first(String room) throws SQLException {
        first.setString(1, room);
        try (ResultSet row = first.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
