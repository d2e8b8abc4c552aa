package dev.parley.store.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes what was deleted out of the files of the tables, and forgets its digests a day later. One at a time.
 *
 * <p>An update leaves the row of before in its page. A vacuum makes that place free, and leaves the bytes in it; so
 * rows of all sizes are written over them and taken back, and vacuumed in turn. The bytes reach the disk with the
 * server's next checkpoint.
 *
 * <p>What this does not reach: the server's log ({@code pg_wal}), its archives and backups; rows that a transaction
 * older than the delete may still read, such as that of a running backup; less than 128 bytes at the end of a
 * page's free space; and, in a table with more free space than {@link #ROWS_MAX} rows fill, the rest of it.
 */
final class ErasureChore {
    /** Deletes are collected for so long: so often at most is vacuumed, by all nodes together. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    /** A resend is told from another content for so long, as it is promised for every message. */
    static final Duration DIGESTS_KEPT = Duration.ofHours(24);

    /** What is marked as erased by one run; a vacuum reaches everything. */
    static final int DELETIONS_MAX = 10_000;

    /**
     * Written over free space, of each size; half as many, of two pages at most, over that of texts beside their rows.
     */
    static final int ROWS_MAX = 2000;

    /** What is erased of a room at a time: events, and what became of them. */
    static final int STEP_MAX = 500;

    /** A step of erasing what room $1 does not keep any more; whether texts are left. */
    static final String STEP =
            "SELECT erase_events($1, " + STEP_MAX + ", " + DIGESTS_KEPT.toMillis() + ")";

    private static final int DIGESTS_MAX = 100;

    private final SqlConnection connection;
    private final Vertx vertx;

    ErasureChore(SqlConnection connection, Vertx vertx) {
        this.connection = connection;
        this.vertx = vertx;
    }

    /** Erases everything whose delete is committed when it begins. */
    Future<Void> erase() {
        return connection
                .query("SELECT room, target FROM deletions WHERE NOT erased ORDER BY at LIMIT " + DELETIONS_MAX)
                .execute()
                .compose(rows -> {
                    List<String> rooms = new ArrayList<>(rows.size());
                    List<Long> targets = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        rooms.add(row.getString(0));
                        targets.add(row.getLong(1));
                    }
                    return rows.size() == 0 ? Future.succeededFuture() : erase(rooms, targets);
                });
    }

    private Future<Void> erase(List<String> rooms, List<Long> targets) {
        return run("VACUUM events, turns, reactions, reaction_counts")
                .compose(v -> overwrite("events"))
                .compose(v -> overwrite("turns"))
                .compose(v -> run("VACUUM events, turns"))
                .compose(v -> connection
                        .preparedQuery(
                                """
                                UPDATE deletions d SET erased = true FROM unnest($1::text[], $2::bigint[]) AS e (room, target)
                                WHERE d.room = e.room AND d.target = e.target""")
                        .execute(Tuple.wrap(new Object[] {rooms.toArray(String[]::new), targets.toArray(Long[]::new)}))
                        .mapEmpty());
    }

    private Future<Void> overwrite(String table) {
        return run("BEGIN")
                .compose(v -> run("SELECT overwrite_free_space('" + table + "', " + ROWS_MAX + ")"))
                .eventually(() -> run("ROLLBACK"));
    }

    /** Forgets the digests of what was deleted long enough ago. */
    Future<Void> forgetDigests() {
        String forget = "SELECT forget_digests(clock_timestamp() - interval '" + DIGESTS_KEPT.toSeconds()
                + " seconds', " + DIGESTS_MAX + ")";
        return Repeat.whileMore(vertx, () -> connection.query(forget).execute().map(rows -> {
            Row row = rows.iterator().next();
            return row.getInteger(0) == DIGESTS_MAX;
        }));
    }

    private Future<Void> run(String sql) {
        return connection.query(sql).execute().mapEmpty();
    }
}
