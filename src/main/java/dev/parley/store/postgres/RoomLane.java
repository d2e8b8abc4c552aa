package dev.parley.store.postgres;

import dev.parley.model.Refusal;
import dev.parley.store.StoreObserver;
import dev.parley.store.delivery.ReplyDelivery;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The bounded queue of the rooms that share a connection, and their batches, one after the other. When a batch fails,
 * everything that waits behind it fails too: it might be of the same room, and must not be stored ahead. Any thread
 * submits; the rest is on the connection's context.
 */
final class RoomLane {
    private final VertxInternal vertx;
    private final ReconnectingConnection connection;
    private final ReconnectingConnection tenancy;
    private final ContextInternal context;
    private final int batchMax;
    private final int capacity;
    private final StoreObserver observer;
    private final Queue<Operation<?>> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Deque<Operation<?>> waiting = new ArrayDeque<>();
    private final Promise<Void> drained = Promise.promise();
    private boolean busy;
    private volatile boolean closed;

    /** Callers are on contexts of {@code vertx}; {@code tenancy} is the session that marks the database as ours. */
    RoomLane(
            VertxInternal vertx,
            ReconnectingConnection connection,
            ReconnectingConnection tenancy,
            int batchMax,
            int capacity,
            StoreObserver observer) {
        this.vertx = vertx;
        this.connection = connection;
        this.tenancy = tenancy;
        this.context = connection.context();
        this.batchMax = batchMax;
        this.capacity = capacity;
        this.observer = observer;
    }

    /**
     * Queues an operation; refused at once with {@code overloaded} when full, {@code unavailable} after {@link #close}.
     */
    <T, O extends Operation<T>> Future<T> submit(Function<ContextInternal, O> operation) {
        ContextInternal caller = vertx.getOrCreateContext();
        if (closed) {
            return caller.failedFuture(PgFault.closed());
        }
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            return caller.failedFuture(PgFault.full());
        }
        O queued = operation.apply(caller);
        try {
            queued.prepare();
        } catch (RuntimeException e) { // it is not whole
            size.decrementAndGet();
            return caller.failedFuture(PgFault.internal());
        }
        inbox.add(queued);
        return wake() ? queued.future() : caller.failedFuture(PgFault.closed());
    }

    /** Lets nothing more in; completes when what was let in is done. */
    Future<Void> close() {
        closed = true;
        if (!wake()) {
            drained.tryComplete();
        }
        return drained.future();
    }

    /** How many operations wait, or are in the batch under way. For any thread. */
    int size() {
        return size.get();
    }

    private boolean wake() {
        if (awake.compareAndSet(false, true)) {
            try {
                context.runOnContext(v -> work());
            } catch (RejectedExecutionException e) {
                return false; // the store was closed meanwhile
            }
        }
        return true;
    }

    private void work() {
        awake.set(false);
        takeIn();
        if (busy) {
            return;
        }
        if (!waiting.isEmpty() && connection.isUp() && !tenancy.isOccupied()) {
            run(Batch.from(waiting, batchMax));
        } else {
            refuseWaiting();
            if (closed) {
                drained.tryComplete();
            }
        }
    }

    private void takeIn() {
        for (Operation<?> operation = inbox.poll(); operation != null; operation = inbox.poll()) {
            waiting.add(operation);
        }
    }

    private void run(Batch batch) {
        busy = true;
        long started = System.nanoTime();
        size.addAndGet(-batch.operations().size());
        batch.statement().run(connection, batch.operations()).onComplete(done -> {
            busy = false;
            if (done.succeeded()) {
                if (batch.operations().stream().anyMatch(Operation::addsEvents)) {
                    connection.stored();
                }
                observer.committed(batch.operations().size(), System.nanoTime() - started);
            } else {
                observer.failed();
            }
            ReplyDelivery.deliver(batch.operations());
            if (done.failed()) {
                refuseBehind(PgFault.refusal(done.cause()));
            }
            work();
        });
    }

    private void refuseWaiting() {
        if (!waiting.isEmpty()) {
            refuse(connection.isUp() ? tenancy.refusal() : connection.refusal());
        }
    }

    /**
     * Refuses all that was submitted: it might be of a room whose operation was not done, and must not be done ahead of
     * it.
     */
    private void refuseBehind(Refusal refusal) {
        takeIn();
        if (!waiting.isEmpty()) {
            refuse(refusal);
        }
    }

    private void refuse(Refusal refusal) {
        List<Operation<?>> refused = new ArrayList<>(waiting);
        waiting.clear();
        size.addAndGet(-refused.size());
        refused.forEach(operation -> operation.fail(refusal));
        ReplyDelivery.deliver(refused);
    }
}
