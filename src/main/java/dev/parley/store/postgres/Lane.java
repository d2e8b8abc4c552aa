package dev.parley.store.postgres;

import dev.parley.bus.Refusal;
import dev.parley.store.StoreObserver;
import dev.parley.store.delivery.Delivery;
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
final class Lane {
    private final VertxInternal vertx;
    private final Link link;
    private final Link tenancy;
    private final ContextInternal context;
    private final int batchMax;
    private final int capacity;
    private final StoreObserver observer;
    private final Queue<Job<?>> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Deque<Job<?>> waiting = new ArrayDeque<>();
    private final Promise<Void> drained = Promise.promise();
    private boolean busy;
    private volatile boolean closed;

    /** Who calls, calls on contexts of {@code vertx}. */
    Lane(VertxInternal vertx, Link link, Link tenancy, int batchMax, int capacity, StoreObserver observer) {
        this.vertx = vertx;
        this.link = link;
        this.tenancy = tenancy;
        this.context = link.context();
        this.batchMax = batchMax;
        this.capacity = capacity;
        this.observer = observer;
    }

    /** Queues an operation; refused at once with {@code overloaded} when full, {@code unavailable} after {@link #close}. */
    <T, J extends Job<T>> Future<T> submit(Function<ContextInternal, J> job) {
        ContextInternal caller = vertx.getOrCreateContext();
        if (closed) {
            return caller.failedFuture(Fault.closed());
        }
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            return caller.failedFuture(Fault.full());
        }
        J queued = job.apply(caller);
        try {
            queued.prepare();
        } catch (RuntimeException e) { // something that must be there is not
            size.decrementAndGet();
            return caller.failedFuture(Fault.internal());
        }
        inbox.add(queued);
        return wake() ? queued.future() : caller.failedFuture(Fault.closed());
    }

    /** Lets nothing more in; completes when what was let in is done. */
    Future<Void> close() {
        closed = true;
        if (!wake()) {
            drained.tryComplete();
        }
        return drained.future();
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
        if (!waiting.isEmpty() && link.isUp() && !tenancy.isOccupied()) {
            run(Batch.from(waiting, batchMax));
        } else {
            refuseWaiting();
            if (closed) {
                drained.tryComplete();
            }
        }
    }

    private void takeIn() {
        for (Job<?> job = inbox.poll(); job != null; job = inbox.poll()) {
            waiting.add(job);
        }
    }

    private void run(Batch batch) {
        busy = true;
        long started = System.nanoTime();
        size.addAndGet(-batch.jobs().size());
        batch.kind().run(link, batch.jobs()).onComplete(done -> {
            busy = false;
            if (done.succeeded()) {
                if (batch.kind() == AppendKind.INSTANCE) {
                    link.stored();
                }
                observer.committed(batch.jobs().size(), System.nanoTime() - started);
            } else {
                observer.failed();
            }
            Delivery.deliver(batch.jobs());
            if (done.failed()) {
                refuseBehind(Fault.refusal(done.cause()));
            }
            work();
        });
    }

    private void refuseWaiting() {
        if (!waiting.isEmpty()) {
            refuse(link.isUp() ? tenancy.refusal() : link.refusal());
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
        List<Job<?>> refused = new ArrayList<>(waiting);
        waiting.clear();
        size.addAndGet(-refused.size());
        refused.forEach(job -> job.fail(refusal));
        Delivery.deliver(refused);
    }
}
