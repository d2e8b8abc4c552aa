package dev.parley.store.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A kind of operations on rooms, and the statement that does many of them. Stateless. */
abstract class BatchStatement<J extends Operation<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(BatchStatement.class);

    private final Class<J> type;
    private final String sql;

    BatchStatement(Class<J> type, String sql) {
        this.type = type;
        this.sql = sql;
    }

    abstract Tuple parameters(List<J> jobs);

    /** Replies to them by what the statement said; what is not replied to, or throws, fails ({@link Operation}). */
    abstract void reply(List<J> jobs, RowSet<Row> rows);

    /** Replies to one, whose answer may not be readable: that is its own fault, not that of those beside it. */
    static void replyTo(Operation<?> operation, Runnable reply) {
        try {
            reply.run();
        } catch (RuntimeException e) { // its text may quote what is stored
            LOG.error(
                    "room {}: what the store said cannot be read: {}",
                    operation.room(),
                    e.getClass().getName());
            operation.fail(PgFault.internal());
        }
    }

    /**
     * Does them all and replies; completes when that is done. Fails, with all of them refused, when nothing may be done
     * that waits behind them: what one of a room's operations became is not known, or it may be done if asked again.
     */
    final Future<Void> run(ReconnectingConnection reconnectingConnection, List<Operation<?>> operations) {
        return runTyped(
                reconnectingConnection, operations.stream().map(type::cast).toList());
    }

    private Future<Void> runTyped(ReconnectingConnection reconnectingConnection, List<J> jobs) {
        Future<RowSet<Row>> done;
        try {
            done = reconnectingConnection.run(sql, parameters(jobs));
        } catch (RuntimeException e) { // of one of them
            done = Future.failedFuture(e);
        }
        return done.transform(rows -> {
            if (rows.succeeded()) {
                reply(jobs, rows.result());
                return Future.succeededFuture();
            }
            boolean own = PgFault.ofOneOperation(rows.cause());
            if (jobs.size() > 1 && own) {
                // Nothing was done. The half without the bad one can be, and so on, in order.
                int half = jobs.size() / 2;
                List<J> rest = jobs.subList(half, jobs.size());
                return runTyped(reconnectingConnection, jobs.subList(0, half))
                        .onFailure(e -> refuse(rest, e))
                        .compose(v -> runTyped(reconnectingConnection, rest));
            }
            refuse(jobs, rows.cause());
            return own ? Future.succeededFuture() : Future.failedFuture(rows.cause());
        });
    }

    private void refuse(List<J> jobs, Throwable why) {
        jobs.forEach(job -> job.fail(PgFault.refusal(why)));
    }
}
