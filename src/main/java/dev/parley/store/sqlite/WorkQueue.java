package dev.parley.store.sqlite;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.store.delivery.ReplyDelivery;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The bounded queue between callers, on any thread, and the threads that hold a connection. */
final class WorkQueue<S> {
    private final VertxInternal vertx;
    private final ArrayBlockingQueue<QueuedWork<S, ?>> queue;
    private volatile boolean closed;
    private volatile boolean ended;

    WorkQueue(VertxInternal vertx, int capacity) {
        this.vertx = vertx;
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    /** Queues work; refused at once with {@code overloaded} when full, with {@code unavailable} after {@link #close}. */
    <T> Future<T> submit(Work<S, T> work) {
        ContextInternal context = vertx.getOrCreateContext();
        if (closed) {
            return context.failedFuture(gone());
        }
        QueuedWork<S, T> queuedWork = new QueuedWork<>(context, work);
        if (!queue.offer(queuedWork)) {
            return context.failedFuture(Code.OVERLOADED.refuse("too much waits for the store"));
        }
        if (ended) { // offered after the last thread looked
            refuseRest();
        }
        return queuedWork.future();
    }

    /** Waits for work; empty when there was none in time, or when the thread was interrupted to see {@link #drained}. */
    List<QueuedWork<S, ?>> next(int most, Duration wait) {
        List<QueuedWork<S, ?>> batch = new ArrayList<>();
        try {
            QueuedWork<S, ?> first = closed ? queue.poll() : queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, most - 1);
            }
        } catch (InterruptedException e) {
            // Closed meanwhile, and the loop asks for that next.
        }
        return batch;
    }

    /** How much waits. */
    int size() {
        return queue.size();
    }

    /** Lets nothing more in. */
    void close() {
        closed = true;
    }

    /** Closed, and all that was let in has been taken. */
    boolean drained() {
        return closed && queue.isEmpty();
    }

    /** The last thread is going: what slipped in is refused. */
    void end() {
        ended = true;
        refuseRest();
    }

    private void refuseRest() {
        List<QueuedWork<S, ?>> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(queuedWork -> queuedWork.fail(gone()));
        ReplyDelivery.deliver(rest);
    }

    private static Refusal gone() {
        return Code.UNAVAILABLE.refuse("the store is closed");
    }
}
