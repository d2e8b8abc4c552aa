package dev.parley.store.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statement that does many operations of one kind. Stateless; runs on its connection's context.
 *
 * @param <O> its operations
 */
final class BatchStatement<O extends Operation<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(BatchStatement.class);

    private final Class<O> type;
    private final String sql;
    private final Function<List<O>, Tuple> parameters;
    private final BiConsumer<List<O>, RowSet<Row>> reply;

    /**
     * {@code reply} replies to the operations by the rows; what it does not reply to, or throws, fails
     * ({@link Operation}).
     */
    BatchStatement(
            Class<O> type, String sql, Function<List<O>, Tuple> parameters, BiConsumer<List<O>, RowSet<Row>> reply) {
        this.type = type;
        this.sql = sql;
        this.parameters = parameters;
        this.reply = reply;
    }

    /** Replies to one operation; a row that cannot be read fails it alone. */
    static void replyTo(Operation<?> operation, Runnable reply) {
        try {
            reply.run();
        } catch (RuntimeException e) { // its text may quote what is stored
            LOG.error(
                    "room {}: a row of the store cannot be read: {}",
                    operation.room(),
                    e.getClass().getName());
            operation.fail(PgFault.internal());
        }
    }

    /**
     * Does them all and replies; completes when that is done. Fails, with all of them refused, when nothing behind them
     * may be done: it is not known what became of one of a room's operations, or it may be done if it is sent again.
     */
    Future<Void> run(ReconnectingConnection connection, List<Operation<?>> operations) {
        return runTyped(connection, operations.stream().map(type::cast).toList());
    }

    private Future<Void> runTyped(ReconnectingConnection connection, List<O> operations) {
        Future<RowSet<Row>> done;
        try {
            done = connection.run(sql, parameters.apply(operations));
        } catch (RuntimeException e) { // of one of them
            done = Future.failedFuture(e);
        }
        return done.transform(rows -> {
            if (rows.succeeded()) {
                reply.accept(operations, rows.result());
                return Future.succeededFuture();
            }
            boolean own = PgFault.ofOneOperation(rows.cause());
            if (operations.size() > 1 && own) {
                // Nothing was done. The half without the bad one can be, and so on, in order.
                int half = operations.size() / 2;
                List<O> rest = operations.subList(half, operations.size());
                return runTyped(connection, operations.subList(0, half))
                        .onFailure(e -> refuse(rest, e))
                        .compose(v -> runTyped(connection, rest));
            }
            refuse(operations, rows.cause());
            return own ? Future.succeededFuture() : Future.failedFuture(rows.cause());
        });
    }

    private void refuse(List<O> operations, Throwable why) {
        operations.forEach(operation -> operation.fail(PgFault.refusal(why)));
    }
}
