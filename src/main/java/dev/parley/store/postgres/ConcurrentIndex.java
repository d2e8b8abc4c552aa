package dev.parley.store.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * An index that is built while its table is in use, when it has many rows. One that was left half built is dropped
 * first. A value.
 *
 * @param columns and what is behind them in the statement
 */
record ConcurrentIndex(String name, String kind, String table, String columns) {
    /** Builds it unless it is there. */
    Future<Void> build(SqlConnection connection) {
        return connection
                .preparedQuery("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)")
                .execute(Tuple.of(name))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return create(connection);
                    }
                    Row row = rows.iterator().next();
                    return row.getBoolean(0)
                            ? Future.succeededFuture()
                            : run(connection, "DROP INDEX CONCURRENTLY " + name).compose(v -> create(connection));
                });
    }

    private Future<Void> create(SqlConnection connection) {
        return run(connection, "CREATE " + kind + " CONCURRENTLY " + name + " ON " + table + " " + columns);
    }

    private static Future<Void> run(SqlConnection connection, String sql) {
        return connection.query(sql).execute().mapEmpty();
    }
}
