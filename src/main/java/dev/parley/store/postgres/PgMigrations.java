package dev.parley.store.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Brings a database to the present schema: file n of the list leads from version n - 1 to n, all in one transaction.
 */
final class PgMigrations {
    private static final List<String> FILES = List.of("V1__rooms.sql", "V2__nodes.sql", "V3__lease_clock.sql", "V5__commits.sql");

    /** Nodes that start together wait for each other here. The number means nothing. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(7023441870)";

    private PgMigrations() {}

    /** The present version. */
    static int version() {
        return FILES.size();
    }

    /**
     * Brings the database to the present version. Fails with an {@link dev.parley.config.InvalidConfig} when a newer
     * Parley wrote it.
     */
    static Future<Void> apply(SqlConnection connection, PgAddress address) {
        return run(connection, "BEGIN; " + LOCK)
                // The client would log a warning when it hears that the table is there already.
                .compose(v -> run(connection, "SET LOCAL client_min_messages = warning"))
                .compose(v -> run(connection, "CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)"))
                .compose(v -> version(connection))
                .compose(found -> upgrade(connection, found, address))
                .compose(v -> run(connection, "COMMIT"));
    }

    private static Future<Void> upgrade(SqlConnection connection, int found, PgAddress address) {
        if (found > FILES.size()) {
            return Future.failedFuture(address.invalid(
                    "was written by a newer Parley (schema " + found + ", this one knows " + FILES.size() + ")"));
        }
        Future<Void> done = Future.succeededFuture();
        for (String file : FILES.subList(found, FILES.size())) {
            done = done.compose(v -> run(connection, script(file)));
        }
        return found == FILES.size()
                ? done
                : done.compose(v -> run(
                        connection,
                        "DELETE FROM schema_version; INSERT INTO schema_version VALUES (" + FILES.size() + ")"));
    }

    private static Future<Integer> version(SqlConnection connection) {
        return connection
                .query("SELECT coalesce(max(version), 0) FROM schema_version")
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    private static Future<Void> run(SqlConnection connection, String sql) {
        return connection.query(sql).execute().mapEmpty();
    }

    private static String script(String file) {
        try (InputStream in = PgMigrations.class.getResourceAsStream("/migrations/postgres/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
