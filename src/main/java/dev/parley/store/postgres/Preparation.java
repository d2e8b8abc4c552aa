package dev.parley.store.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/**
 * What a new connection does before it is used: its statements, and, where appends go, the proof that they can be
 * stored again after the server had no space. On the connection's context.
 */
record Preparation(List<String> statements, Availability availability) {

    /** Completes when the connection may be used; fails when the server did not do all of it. */
    Future<SqlConnection> apply(SqlConnection made) {
        Future<?> done = Future.succeededFuture();
        for (String statement : statements) {
            done = done.compose(v -> made.query(statement).execute());
        }
        if (isForWriting()) {
            done = done.compose(v -> prove(made));
        }
        return done.map(made);
    }

    /** Whether the connection is one that appends are stored on. */
    boolean isForWriting() {
        return statements.contains(PgConnections.PROBE);
    }

    private Future<?> prove(SqlConnection made) {
        Throwable full = availability.full();
        if (full == null) {
            return Future.succeededFuture(); // nothing to prove, or another connection has proved it
        }
        return availability.mayProve()
                ? made.query(PgConnections.PROOF).execute().onSuccess(v -> availability.proved())
                : Future.failedFuture(full);
    }
}
