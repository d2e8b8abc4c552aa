package dev.parley.store.postgres;

import dev.parley.model.Refusal;
import dev.parley.store.CheckedStatement;
import dev.parley.store.Database;
import dev.parley.store.ResultRows;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collector;

/** Capabilities' tables in Postgres: reads over the connections for reads, writes over one of their own. Any thread. */
record PgDatabase(VertxInternal vertx, ReadBalancer reads, TransactionQueue writes) implements Database {
    private static final Collector<Row, ResultRows, ResultRows> ROWS =
            Collector.of(ResultRows::new, (rows, row) -> rows.add(columns(row)), (some, others) -> some);

    @Override
    public Future<List<List<Object>>> query(String sql, Object... arguments) {
        CheckedStatement statement;
        try {
            statement = CheckedStatement.query(sql, Arrays.asList(arguments));
        } catch (Refusal e) {
            return vertx.getOrCreateContext().failedFuture(e);
        }
        return reads.run(
                connection -> connection
                        .run(
                                made -> made.preparedQuery(statement.numbered())
                                        .collecting(ROWS)
                                        .execute(parameters(statement)),
                                PgFault::ofConnectionBehindStatement)
                        .map(SqlResult::value)
                        .map(ResultRows::rows),
                PgFault::statement);
    }

    @Override
    public Future<List<Integer>> update(List<Statement> statements) {
        try {
            return writes.submit(CheckedStatement.updates(statements));
        } catch (Refusal e) {
            return vertx.getOrCreateContext().failedFuture(e);
        }
    }

    Future<Void> close() {
        return writes.close();
    }

    static Tuple parameters(CheckedStatement statement) {
        return Tuple.wrap(new ArrayList<>(statement.arguments()));
    }

    private static List<Object> columns(Row row) {
        List<Object> columns = new ArrayList<>(row.size());
        for (int n = 0; n < row.size(); n++) {
            columns.add(row.getValue(n));
        }
        return columns;
    }
}
