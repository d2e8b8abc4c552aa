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
 * what waits behind it fails too: it might be of the same room, and must not be stored ahead. Any thread submits; the rest
 * is on the link's context.
 */
final class RoomLane {
    private final VertxInternal vertx;
    private final ReconnectingConnection reconnectingConnection;
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

    /** Who calls, calls on contexts of {@code vertx}. */
    RoomLane(
            VertxInternal vertx,
            ReconnectingConnection reconnectingConnection,
            ReconnectingConnection tenancy,
            int batchMax,
            int capacity,
            StoreObserver observer) {
        this.vertx = vertx;
        this.reconnectingConnection = reconnectingConnection;
        this.tenancy = tenancy;
        this.context = reconnectingConnection.context();
        this.batchMax = batchMax;
        this.capacity = capacity;
        this.observer = observer;
    }

    /** Queues an operation; refused at once with {@code overloaded} when full, {@code unavailable} after {@link #close}. */
    <T, J extends Operation<T>> Future<T> submit(Function<ContextInternal, J> job) {
        ContextInternal caller = vertx.getOrCreateContext();
        if (closed) {
            return caller.failedFuture(PgFault.closed());
        }
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            return caller.failedFuture(PgFault.full());
        }
        J queued = job.apply(caller);
        try {
            queued.prepare();
        } catch (RuntimeException e) { // something that must be there is not
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
        if (!waiting.isEmpty() && reconnectingConnection.isUp() && !tenancy.isOccupied()) {
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
        size.addAndGet(-batch.jobs().size());
        batch.kind().run(reconnectingConnection, batch.jobs()).onComplete(done -> {
            busy = false;
            if (done.succeeded()) {
                if (batch.kind() == AppendStatement.INSTANCE) {
                    reconnectingConnection.stored();
                }
                observer.committed(batch.jobs().size(), System.nanoTime() - started);
            } else {
                observer.failed();
            }
            ReplyDelivery.deliver(batch.jobs());
            if (done.failed()) {
                refuseBehind(PgFault.refusal(done.cause()));
            }
            work();
        });
    }

    private void refuseWaiting() {
        if (!waiting.isEmpty()) {
            refuse(reconnectingConnection.isUp() ? tenancy.refusal() : reconnectingConnection.refusal());
        }
    }

    /** What was submitted so far might be of a room whose operation was not done, and must not be done ahead of it. */
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
