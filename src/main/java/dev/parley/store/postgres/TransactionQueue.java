package dev.parley.store.postgres;

import dev.parley.store.CheckedStatement;
import dev.parley.store.delivery.Reply;
import dev.parley.store.delivery.ReplyDelivery;
import dev.parley.time.Monotonic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does the writes of capabilities one after the other, each a transaction, on one connection. Any thread; at most
 * {@code capacity} wait, the next are refused with {@code overloaded}.
 */
final class TransactionQueue {
    private final VertxInternal vertx;
    private final ReconnectingConnection connection;
    private final int capacity;
    /** A statement takes at most three quarters of the time-out: one that begins before this is answered in time. */
    private final long startMaxMs;

    private final ArrayDeque<Waiting> queue = new ArrayDeque<>(); // on the connection's context
    private final AtomicInteger size = new AtomicInteger();
    private final Promise<Void> drained = Promise.promise();
    private boolean busy; // on the connection's context
    private volatile boolean closed;

    private static final class Waiting extends Reply<List<Integer>> {
        private final List<CheckedStatement> statements;

        Waiting(ContextInternal caller, List<CheckedStatement> statements) {
            super(caller);
            this.statements = statements;
        }
    }

    /** {@code vertx} is that of callers without a context. */
    TransactionQueue(VertxInternal vertx, ReconnectingConnection connection, int capacity, Duration timeout) {
        this.vertx = vertx;
        this.connection = connection;
        this.capacity = capacity;
        this.startMaxMs = timeout.toMillis() / 5;
    }

    /** Completes on the caller's context with the number of rows that each statement changed. */
    Future<List<Integer>> submit(List<CheckedStatement> statements) {
        ContextInternal current = ContextInternal.current();
        ContextInternal caller = current == null ? vertx.getOrCreateContext() : current;
        if (closed) {
            return caller.failedFuture(PgFault.closed());
        }
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            return caller.failedFuture(PgFault.full());
        }
        Waiting waiting = new Waiting(caller, statements);
        try {
            connection.context().runOnContext(v -> {
                queue.add(waiting);
                next();
            });
        } catch (RejectedExecutionException e) {
            size.decrementAndGet();
            return caller.failedFuture(PgFault.closed()); // meanwhile
        }
        return waiting.future();
    }

    /** Lets nothing more in; completes when what was let in is done. */
    Future<Void> close() {
        closed = true;
        endWhenDrained();
        return drained.future();
    }

    private void next() {
        Waiting first = busy ? null : queue.poll();
        if (first == null) {
            return;
        }
        busy = true;
        connection
                .run(made -> transaction(made, first.statements), PgFault::ofConnectionBehindStatement)
                .onComplete(done -> {
                    busy = false;
                    size.decrementAndGet();
                    if (done.succeeded()) {
                        first.succeed(done.result());
                    } else {
                        first.fail(PgFault.statement(done.cause()));
                    }
                    ReplyDelivery.deliver(List.of(first));
                    endWhenDrained();
                    connection.context().runOnContext(v -> next());
                });
    }

    private Future<List<Integer>> transaction(SqlConnection made, List<CheckedStatement> statements) {
        List<Integer> changed = new ArrayList<>(statements.size());
        long started = Monotonic.millis();
        if (statements.size() == 1) {
            return execute(made, statements.get(0), changed).map(v -> List.copyOf(changed));
        }
        Future<Void> done = made.query("BEGIN").execute().mapEmpty();
        for (CheckedStatement statement : statements) {
            done = done.compose(v -> Monotonic.millis() - started > startMaxMs
                    ? Future.failedFuture(PgFault.tookTooLong())
                    : execute(made, statement, changed));
        }
        return done.compose(v -> made.query("COMMIT").execute())
                .map(v -> List.copyOf(changed))
                .recover(e -> made.query("ROLLBACK").execute().transform(v -> Future.failedFuture(e)));
    }

    private static Future<Void> execute(SqlConnection made, CheckedStatement statement, List<Integer> changed) {
        return made.preparedQuery(statement.numbered())
                .execute(PgDatabase.parameters(statement))
                .map(rows -> {
                    changed.add(rows.rowCount());
                    return null;
                });
    }

    private void endWhenDrained() {
        if (closed && size.get() == 0) {
            drained.tryComplete();
        }
    }
}
