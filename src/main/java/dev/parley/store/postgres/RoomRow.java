package dev.parley.store.postgres;

import dev.parley.model.RoomOptions;
import dev.parley.model.RoomRole;
import dev.parley.store.RoomSummary;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds rooms for a list. Those that all may see are found by an index that has no others, a user's by the index of
 * members; each half is in the order of names and ends at the limit. Stateless.
 */
final class RoomRow {
    /** Something is kept in it, or set for it: to have entered it is not enough. */
    private static final String EXISTS = "(r.options IS NOT NULL OR r.last_seq >= greatest(r.first_seq, 1))";

    private static final String COLUMNS = "SELECT r.id, r.last_seq, r.first_seq, r.options";
    private static final String NOT_DIRECT = "left(r.id, 7) <> 'direct:'";

    /** Of the rooms found, which end with {@code role}. */
    private static final String SHOWN =
            """
            SELECT f.id, f.last_seq, f.options, coalesce((
                SELECT e.ts FROM events e WHERE e.room = f.id AND e.seq = f.last_seq AND e.seq >= f.first_seq), 0), f.role
            FROM (%s) f ORDER BY f.id""";

    /** A room by its name $1. */
    static final String ONE =
            SHOWN.formatted(COLUMNS + ", NULL::text AS role FROM rooms r WHERE r.id = $1 AND " + EXISTS);

    /** Names from $1 up to, but without, $2, for the user $3, at most $4. */
    static final String VISIBLE = list("NOT r.private AND " + NOT_DIRECT, "r.private OR left(r.id, 7) = 'direct:'");

    /** The same with all private rooms. */
    static final String ALL = list(NOT_DIRECT, "left(r.id, 7) = 'direct:'");

    private RoomRow() {}

    private static String list(String everybodys, String members) {
        return SHOWN.formatted(
                """
                (%1$s, (SELECT m.role FROM members m WHERE m.room = r.id AND m.user_id = $3 AND m.role <> 'removed') AS role
                 FROM rooms r
                 WHERE r.id >= $1 AND r.id < $2 AND %2$s AND %3$s ORDER BY r.id LIMIT $4)
                UNION ALL
                (%1$s, m.role FROM members m JOIN rooms r ON r.id = m.room
                 WHERE m.user_id = $3 AND m.room >= $1 AND m.room < $2 AND m.role <> 'removed' AND (%4$s) AND %3$s
                   AND (left(r.id, 7) <> 'direct:' OR r.messages > 0 OR m.added_by = m.user_id)
                 ORDER BY m.room LIMIT $4)
                ORDER BY id LIMIT $4"""
                        .formatted(COLUMNS, everybodys, EXISTS, members));
    }

    static List<RoomSummary> summaries(RowSet<Row> rows) {
        List<RoomSummary> found = new ArrayList<>(rows.size());
        for (Row row : rows) {
            String role = row.getString(4);
            found.add(new RoomSummary(
                    row.getString(0),
                    row.getLong(1),
                    RoomOptions.of(row.getString(2)),
                    row.getLong(3),
                    // What this version does not know may do least.
                    role == null ? null : RoomRole.of(role).orElse(RoomRole.READER)));
        }
        return List.copyOf(found);
    }
}
