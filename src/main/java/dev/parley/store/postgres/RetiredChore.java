package dev.parley.store.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;

/**
 * Erases what rooms do not keep any more where their own nodes did not, whether they died or had too much to do, and
 * the rows that are a day old. By steps that are committed each: whoever goes on finds how far it is. One at a time.
 */
final class RetiredChore {
    /** Whether there is something to do. */
    static final String IS_DUE =
            "EXISTS (SELECT FROM retired WHERE due_at <= extract(epoch FROM clock_timestamp()) * 1000)";

    /** A step in the room that waits longest. */
    private static final String STEP = "SELECT erase_events(due.room, " + ErasureChore.STEP_MAX + ", "
            + ErasureChore.DIGESTS_KEPT.toMillis() + ") FROM (SELECT room FROM retired"
            + " WHERE due_at <= (extract(epoch FROM clock_timestamp()) * 1000)::bigint ORDER BY due_at LIMIT 1) due";

    private final SqlConnection connection;
    private final Vertx vertx;

    RetiredChore(SqlConnection connection, Vertx vertx) {
        this.connection = connection;
        this.vertx = vertx;
    }

    /** Completes when nothing is due. */
    Future<Void> run() {
        return Repeat.whileMore(vertx, () -> connection.query(STEP).execute().map(rows -> rows.size() > 0));
    }
}
