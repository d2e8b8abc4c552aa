package dev.parley.store.sqlite;

import dev.parley.model.Refusal;
import dev.parley.store.CheckedStatement;
import dev.parley.store.Database;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import java.util.Arrays;
import java.util.List;

/** Capabilities' tables in SQLite: writes in a queue of their own before the writer, reads for a reader thread. */
record SqliteDatabase(
        VertxInternal vertx,
        WorkQueue<WriteStatements> rooms,
        WorkQueue<CapabilityRows> writes,
        WorkQueue<ReadStatements> reads)
        implements Database {
    @Override
    public Future<List<List<Object>>> query(String sql, Object... arguments) {
        CheckedStatement statement;
        try {
            statement = CheckedStatement.query(sql, Arrays.asList(arguments));
        } catch (Refusal e) {
            return refused(e);
        }
        return reads.submit(statements -> statements.capabilities().query(statement));
    }

    @Override
    public Future<List<Integer>> update(List<Statement> statements) {
        List<CheckedStatement> checked;
        try {
            checked = CheckedStatement.updates(statements);
        } catch (Refusal e) {
            return refused(e);
        }
        return submit(rows -> rows.update(checked));
    }

    /** The scripts one after the other; see {@link dev.parley.store.Store#migrate}. */
    Future<Void> migrate(String capability, List<String> scripts) {
        Future<Void> done = Future.succeededFuture();
        for (int n = 1; n <= scripts.size(); n++) {
            int version = n;
            done = done.compose(v -> submit(rows -> rows.migrate(capability, version, scripts.get(version - 1))));
        }
        return done;
    }

    /** The writer waits for work of rooms. */
    private <T> Future<T> submit(WorkQueue.Work<CapabilityRows, T> work) {
        Future<T> submitted = writes.submit(work);
        rooms.wake();
        return submitted;
    }

    private <T> Future<T> refused(Refusal refusal) {
        return vertx.getOrCreateContext().failedFuture(refusal);
    }
}
