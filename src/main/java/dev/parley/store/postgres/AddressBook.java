package dev.parley.store.postgres;

import dev.parley.cluster.DedicatedLoops;
import dev.parley.config.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How nodes that were told no {@code cluster.members} find one another: each writes where it can be reached before it
 * looks who else is there. Of two that start at once, at least one finds the other.
 *
 * <p>Used before a node has joined, so with a connection and an event loop of its own. May be called from any thread.
 */
public final class AddressBook {
    /** An address that was not entered again for so long is forgotten. */
    private static final String FORGOTTEN = "interval '1 day'";

    private static final int MOST = 64;

    private AddressBook() {}

    /** Enters an address, {@code host:port}, and completes with all others. Fails as {@link PostgresStore#open} does. */
    public static Future<List<String>> enter(StoreConfig config, String address) {
        PgAddress database;
        try {
            database = PgAddress.of(config.url());
        } catch (IllegalStateException e) {
            return Future.failedFuture(e);
        }
        Vertx vertx = DedicatedLoops.make(1);
        Promise<List<String>> found = Promise.promise();
        Future<PgConnection> connected = PgConnection.connect(vertx, database.options());
        connected
                .compose(connection -> enter(connection, database.toString(), address))
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .recover(e -> Future.failedFuture(
                        e instanceof IllegalStateException
                                ? e
                                : new IllegalStateException(
                                        "store.url: " + database + " cannot be opened: " + PgFault.problem(e))))
                .onComplete(done -> vertx.close().onComplete(v -> found.handle(done)));
        return found.future();
    }

    private static Future<List<String>> enter(PgConnection connection, String database, String address) {
        return PgMigrations.apply(connection, database)
                .compose(v -> connection
                        .preparedQuery(
                                """
                                INSERT INTO addresses VALUES ($1, clock_timestamp())
                                ON CONFLICT (address) DO UPDATE SET seen_at = excluded.seen_at""")
                        .execute(Tuple.of(address)))
                // Not in the same transaction: each must be seen before it looks.
                .compose(v -> connection
                        .preparedQuery("DELETE FROM addresses WHERE seen_at < clock_timestamp() - " + FORGOTTEN)
                        .execute())
                .compose(v -> connection
                        .preparedQuery(
                                "SELECT address FROM addresses WHERE address <> $1 ORDER BY seen_at DESC LIMIT " + MOST)
                        .execute(Tuple.of(address)))
                .map(rows -> {
                    List<String> others = new ArrayList<>();
                    rows.forEach(row -> others.add(row.getString(0)));
                    return others;
                });
    }
}
