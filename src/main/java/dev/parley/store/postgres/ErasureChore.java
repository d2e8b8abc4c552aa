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
    static final String STEP = "SELECT erase_events($1, " + STEP_MAX + ", " + DIGESTS_KEPT.toMillis() + ")";

    /** The same after rooms dropped events, which may be many. */
    static final int RETIRED_ROWS_MAX = 50_000;

    /** Texts that rooms dropped are collected for longer than single deletes: rooms do it again and again. */
    static final Duration RETIRED_PAUSE = Duration.ofMinutes(10);

    private static final int DIGESTS_MAX = 100;

    private final SqlConnection connection;
    private final Vertx vertx;

    ErasureChore(SqlConnection connection, Vertx vertx) {
        this.connection = connection;
        this.vertx = vertx;
    }

    /** Erases everything whose delete is committed when it begins. */
    Future<Void> erase() {
        return rows("SELECT room, target FROM deletions WHERE NOT erased ORDER BY at LIMIT " + DELETIONS_MAX)
                .compose(deleted -> rows("SELECT room, scrubbed_to FROM retired WHERE dirty_at IS NOT NULL"
                                + " ORDER BY dirty_at LIMIT " + DELETIONS_MAX)
                        .compose(retired -> deleted.isEmpty() && retired.isEmpty()
                                ? Future.succeededFuture()
                                : erase(deleted, retired)));
    }

    private Future<Void> erase(Places deleted, Places retired) {
        int most = retired.isEmpty() ? ROWS_MAX : RETIRED_ROWS_MAX;
        return run("VACUUM events, turns, states, reactions, reaction_counts")
                .compose(v -> overwrite("events", most))
                .compose(v -> overwrite("turns", most))
                .compose(v -> overwrite("states", ROWS_MAX))
                .compose(v -> run("VACUUM events, turns, states"))
                .compose(
                        v -> mark(
                                deleted,
                                """
                        UPDATE deletions d SET erased = true FROM unnest($1::text[], $2::bigint[]) AS e (room, target)
                        WHERE d.room = e.room AND d.target = e.target"""))
                // Where more was erased meanwhile, that is for the next run.
                .compose(
                        v -> mark(
                                retired,
                                """
                        UPDATE retired t SET dirty_at = NULL FROM unnest($1::text[], $2::bigint[]) AS e (room, scrubbed_to)
                        WHERE t.room = e.room AND t.scrubbed_to = e.scrubbed_to"""))
                .compose(v -> run("DELETE FROM retired WHERE dirty_at IS NULL AND scrubbed_to >= first_seq"
                        + " AND removed_to >= first_seq"));
    }

    private Future<Void> overwrite(String table, int most) {
        return run("BEGIN")
                .compose(v -> run("SELECT overwrite_free_space('" + table + "', " + most + ")"))
                .eventually(() -> run("ROLLBACK"));
    }

    /** Numbers in rooms, side by side. */
    private record Places(List<String> rooms, List<Long> numbers) {
        boolean isEmpty() {
            return rooms.isEmpty();
        }
    }

    private Future<Places> rows(String sql) {
        return connection.query(sql).execute().map(rows -> {
            List<String> rooms = new ArrayList<>(rows.size());
            List<Long> numbers = new ArrayList<>(rows.size());
            for (Row row : rows) {
                rooms.add(row.getString(0));
                numbers.add(row.getLong(1));
            }
            return new Places(rooms, numbers);
        });
    }

    private Future<Void> mark(Places places, String sql) {
        return places.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(sql)
                        .execute(Tuple.wrap(new Object[] {
                            places.rooms().toArray(String[]::new),
                            places.numbers().toArray(Long[]::new)
                        }))
                        .mapEmpty();
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
