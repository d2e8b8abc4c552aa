package dev.parley.store;

import io.vertx.core.Future;
import java.util.List;

/**
 * Finds what audit trails have beyond so many entries, and drops it, by the same statements in both stores. Threads and
 * failures as {@link Store} says.
 */
public record AuditTrails(Database database) {

    /** The first entry of a room's trail that is too many, counted from the latest; {@code at} null when none is. */
    public record Surplus(String room, Long at, String id) {}

    /** Of rooms with names behind {@code after}, by name, at most {@code limit}: each is one jump in the index. */
    public Future<List<Surplus>> surplus(String after, int most, int limit) {
        return database.query(
                        """
                        WITH RECURSIVE trails(room) AS (
                          SELECT min(room) FROM audit WHERE room > ?
                          UNION ALL
                          SELECT (SELECT min(room) FROM audit WHERE audit.room > trails.room)
                          FROM trails WHERE trails.room IS NOT NULL)
                        SELECT room,
                          (SELECT at FROM audit a WHERE a.room = t.room ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?),
                          (SELECT id FROM audit a WHERE a.room = t.room ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?)
                        FROM trails t WHERE room IS NOT NULL LIMIT ?""",
                        after,
                        (long) most,
                        (long) most,
                        (long) limit)
                .map(rows -> rows.stream()
                        .map(row -> new Surplus((String) row.get(0), (Long) row.get(1), (String) row.get(2)))
                        .toList());
    }

    /** Drops these entries and what is older in the same trails. */
    public Future<Void> drop(List<Surplus> trails) {
        List<Database.Statement> statements = trails.stream()
                .filter(trail -> trail.at() != null)
                .map(trail -> Database.Statement.of(
                        "DELETE FROM audit WHERE room = ? AND (at < ? OR (at = ? AND id <= ?))",
                        trail.room(),
                        trail.at(),
                        trail.at(),
                        trail.id()))
                .toList();
        return statements.isEmpty()
                ? Future.succeededFuture()
                : database.update(statements).mapEmpty();
    }
}
