package dev.parley.store.sqlite;

import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.store.StoredState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/** Reads of rooms' shared state on one connection; as {@link EventQueries} reads events. One reader thread only. */
final class StateQueries {
    private static final String CHANGES =
            """
            SELECT e.seq, ts, type, id, from_id, from_name, from_kind, body
            FROM state_changes c CROSS JOIN events e ON e.room = c.room AND e.seq = c.seq
            WHERE c.room = ?1 AND c.%2$s AND c.seq < ?3 ORDER BY c.seq %1$s LIMIT ?4""";
    static final String CHANGES_AFTER = CHANGES.formatted("ASC", KeptEvents.ABOVE);
    static final String CHANGES_BEFORE = CHANGES.formatted("DESC", KeptEvents.ABOVE);

    private final KeptEvents kept;
    private final AliasQueries aliases;
    private final PreparedStatement snapshot;
    private final PreparedStatement changesAfter;
    private final PreparedStatement changesBefore;

    StateQueries(Connection connection, KeptEvents kept, AliasQueries aliases) throws SQLException {
        this.kept = kept;
        this.aliases = aliases;
        snapshot = connection.prepareStatement("SELECT seq, state FROM states WHERE room = ?");
        changesAfter = connection.prepareStatement(CHANGES_AFTER);
        changesBefore = connection.prepareStatement(CHANGES_BEFORE);
    }

    StoredState state(String name) throws SQLException {
        List<JournalRow> newest = kept.newest(name);
        long seq = 0;
        String state = StoredState.NONE.snapshot();
        snapshot.setString(1, name);
        try (ResultSet row = snapshot.executeQuery()) {
            if (row.next()) {
                seq = row.getLong(1);
                state = row.getString(2);
            }
        }
        List<Event> changes =
                EventQueries.forwards(newest, changesAfter, name, seq, Integer.MAX_VALUE, StateQueries::isChange);
        return new StoredState(seq, state, aliases.shown(changes));
    }

    List<Event> changesBefore(String name, long before, int limit) throws SQLException {
        List<Event> found =
                EventQueries.backwards(kept.newest(name), changesBefore, name, before, limit, StateQueries::isChange);
        return aliases.shown(Collections.unmodifiableList(found));
    }

    private static boolean isChange(Event event) {
        return event.type().equals(EventType.STATE);
    }
}
