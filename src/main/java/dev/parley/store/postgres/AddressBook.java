package dev.parley.store.postgres;

import dev.parley.cluster.DedicatedLoops;
import dev.parley.config.InvalidConfig;
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
 * Lets nodes without {@code cluster.members} find each other in the database: each node writes its own address before
 * it reads the others, so of two nodes that start at once at least one finds the other.
 *
 * <p>Used before a node has joined, so with a connection and an event loop of its own. May be called from any thread.
 * Limits: the 64 latest addresses are read; an address that was not entered for a day is removed.
 */
public final class AddressBook {
    private static final String EXPIRED_AFTER = "interval '1 day'";

    private static final int ADDRESSES_MAX = 64;

    private AddressBook() {}

    /**
     * Enters an address, {@code host:port}, and completes with all others. Fails as {@link PostgresStore#open} does.
     */
    public static Future<List<String>> enter(StoreConfig config, String address) {
        PgAddress database;
        try {
            database = PgAddress.of(config.url());
        } catch (InvalidConfig e) {
            return Future.failedFuture(e);
        }
        Vertx vertx = DedicatedLoops.make(1);
        Promise<List<String>> found = Promise.promise();
        Future<PgConnection> connected = PgConnection.connect(vertx, database.options());
        long timeoutMs = config.timeout().toMillis();
        connected
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .compose(connection -> new PgMigrations(connection, database, vertx)
                        .apply()
                        .timeout(PgMigrations.MAX_MS, TimeUnit.MILLISECONDS)
                        .compose(v -> enter(connection, address).timeout(timeoutMs, TimeUnit.MILLISECONDS)))
                .recover(e -> Future.failedFuture(database.cannotBeOpened(e)))
                .onComplete(done -> vertx.close().onComplete(v -> found.handle(done)));
        return found.future();
    }

    private static Future<List<String>> enter(PgConnection connection, String address) {
        return connection
                .preparedQuery(
                        """
                        INSERT INTO addresses VALUES ($1, clock_timestamp())
                        ON CONFLICT (address) DO UPDATE SET seen_at = excluded.seen_at""")
                .execute(Tuple.of(address))
                // Not in the same transaction: each must be seen before it looks.
                .compose(v -> connection
                        .preparedQuery("DELETE FROM addresses WHERE seen_at < clock_timestamp() - " + EXPIRED_AFTER)
                        .execute())
                .compose(v -> connection
                        .preparedQuery("SELECT address FROM addresses WHERE address <> $1 ORDER BY seen_at DESC LIMIT "
                                + ADDRESSES_MAX)
                        .execute(Tuple.of(address)))
                .map(rows -> {
                    List<String> others = new ArrayList<>();
                    rows.forEach(row -> others.add(row.getString(0)));
                    return others;
                });
    }
}
