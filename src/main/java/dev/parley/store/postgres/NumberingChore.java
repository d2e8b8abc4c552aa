package dev.parley.store.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Numbers the messages of rooms that are older than numbers, then builds the index along them; once in the life of a
 * database. Each step is committed: whoever goes on finds how far it is. One at a time, on one context.
 *
 * <p>A step numbers at most {@link #EVENTS_MAX} events, while the room's commits wait for it. The index is built while
 * the rooms serve; one that was left half built is dropped first.
 */
final class NumberingChore {
    static final int EVENTS_MAX = 500;
    private static final int ROOMS_MAX = 1000;

    private static final ConcurrentIndex INDEX = new ConcurrentIndex(
            "events_by_nth",
            "UNIQUE INDEX",
            "events",
            "(room, nth) WHERE nth IS NOT NULL AND type IN ('message', 'answer')");

    private final SqlConnection connection;
    private final Vertx vertx;
    private final Deque<String> rooms = new ArrayDeque<>();
    private String lastRoom = "";

    NumberingChore(SqlConnection connection, Vertx vertx) {
        this.connection = connection;
        this.vertx = vertx;
    }

    /** Completes when all rooms are numbered, and the store knows that they are. */
    Future<Void> run() {
        return Repeat.whileMore(vertx, this::step)
                .compose(v -> INDEX.build(connection))
                .compose(v -> connection
                        .query("UPDATE numbering SET done = true")
                        .execute()
                        .mapEmpty());
    }

    private Future<Boolean> step() {
        String room = rooms.peek();
        if (room == null) {
            return findRooms();
        }
        return connection
                .preparedQuery("SELECT number_events($1, $2)")
                .execute(Tuple.of(room, EVENTS_MAX))
                .map(rows -> {
                    if (rows.iterator().next().getBoolean(0)) {
                        rooms.remove();
                    }
                    return true;
                });
    }

    /** By their key; a condition on what is not numbered could not use an index, which each append would pay for. */
    private Future<Boolean> findRooms() {
        return connection
                .preparedQuery("SELECT id, messages IS NULL FROM rooms WHERE id > $1 ORDER BY id LIMIT " + ROOMS_MAX)
                .execute(Tuple.of(lastRoom))
                .map(rows -> {
                    for (Row row : rows) {
                        lastRoom = row.getString(0);
                        if (row.getBoolean(1)) {
                            rooms.add(lastRoom);
                        }
                    }
                    return rows.size() > 0;
                });
    }
}
