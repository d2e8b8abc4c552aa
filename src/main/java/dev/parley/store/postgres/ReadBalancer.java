package dev.parley.store.postgres;

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

/** Single statements, each on whichever of these links has the least to do. Any thread. */
final class ReadBalancer {
    private final VertxInternal vertx;
    private final List<ReconnectingConnection> reconnectingConnections;
    private final int capacity;
    private final AtomicInteger size = new AtomicInteger();
    private final Promise<Void> drained = Promise.promise();
    private volatile boolean closed;

    /** Takes {@code capacity} questions at a time. */
    ReadBalancer(VertxInternal vertx, List<ReconnectingConnection> reconnectingConnections, int capacity) {
        this.vertx = vertx;
        this.reconnectingConnections = reconnectingConnections;
        this.capacity = capacity;
    }

    /** The answer, read from the statement's rows; completes on the caller's context. */
    <T> Future<T> query(String sql, Tuple parameters, Function<RowSet<Row>, T> answer) {
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
        ReconnectingConnection reconnectingConnection = leastBusy();
        try {
            reconnectingConnection.context().runOnContext(v -> reconnectingConnection
                    .run(sql, parameters)
                    .map(answer)
                    .onComplete(rows -> {
                        size.decrementAndGet();
                        if (rows.succeeded()) {
                            reply.succeed(rows.result());
                        } else {
                            reply.fail(PgFault.refusal(rows.cause()));
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

    /** Lets nothing more in; completes when what was let in is answered. */
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
        return reconnectingConnections.stream()
                .min(Comparator.<ReconnectingConnection, Boolean>comparing(
                                reconnectingConnection -> !reconnectingConnection.isUp())
                        .thenComparing(ReconnectingConnection::waiting))
                .orElseThrow();
    }
}
