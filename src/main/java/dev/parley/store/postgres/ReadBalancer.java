package dev.parley.store.postgres;

import dev.parley.model.Refusal;
import dev.parley.store.delivery.Reply;
import dev.parley.store.delivery.ReplyDelivery;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Runs single statements, each on whichever of its connections has the least to do. Any thread; at most
 * {@code capacity} at a time, the next are refused with {@code overloaded}.
 */
final class ReadBalancer {
    private final VertxInternal vertx;
    private final List<ReconnectingConnection> connections;
    private final int capacity;
    private final AtomicInteger size = new AtomicInteger();
    private final Promise<Void> drained = Promise.promise();
    private volatile boolean closed;

    /** {@code vertx} is that of callers without a context. */
    ReadBalancer(VertxInternal vertx, List<ReconnectingConnection> connections, int capacity) {
        this.vertx = vertx;
        this.connections = connections;
        this.capacity = capacity;
    }

    /** Runs a statement; completes on the caller's context with what {@code answer} reads from the rows. */
    <T> Future<T> query(String sql, Tuple parameters, Function<RowSet<Row>, T> answer) {
        return run(connection -> connection.run(sql, parameters).map(answer), PgFault::refusal);
    }

    /** Runs what is asked of a connection; {@code refusal} says what a failure means to the caller. */
    <T> Future<T> run(Function<ReconnectingConnection, Future<T>> asked, Function<Throwable, Refusal> refusal) {
        // The lease keeper's context is not of the store's Vert.x: it has a thread of its own.
        ContextInternal current = ContextInternal.current();
        ContextInternal caller = current == null ? vertx.getOrCreateContext() : current;
        if (closed) {
            return caller.failedFuture(PgFault.closed());
        }
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            return caller.failedFuture(PgFault.full());
        }
        Reply<T> reply = new Reply<>(caller);
        ReconnectingConnection connection = leastBusy();
        try {
            connection.context().runOnContext(v -> asked.apply(connection).onComplete(done -> {
                size.decrementAndGet();
                if (done.succeeded()) {
                    reply.succeed(done.result());
                } else {
                    reply.fail(refusal.apply(done.cause()));
                }
                ReplyDelivery.deliver(List.of(reply));
                endWhenDrained();
            }));
        } catch (RejectedExecutionException e) {
            size.decrementAndGet();
            return caller.failedFuture(PgFault.closed()); // meanwhile
        }
        return reply.future();
    }

    /** Lets nothing more in; completes when what was let in is done. */
    Future<Void> close() {
        closed = true;
        endWhenDrained();
        return drained.future();
    }

    private void endWhenDrained() {
        if (closed && size.get() == 0) {
            drained.tryComplete();
        }
    }

    private ReconnectingConnection leastBusy() {
        return connections.stream()
                .min(Comparator.<ReconnectingConnection, Boolean>comparing(connection -> !connection.isUp())
                        .thenComparing(ReconnectingConnection::waiting))
                .orElseThrow();
    }
}
