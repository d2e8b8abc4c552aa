package dev.parley.store.sqlite;

import dev.parley.bus.Refusal;
import dev.parley.protocol.Code;
import dev.parley.store.delivery.Delivery;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The bounded queue between callers, on any thread, and the threads that hold a connection. */
final class Lane<S> {
    private final VertxInternal vertx;
    private final ArrayBlockingQueue<Pending<S, ?>> queue;
    private volatile boolean closed;
    private volatile boolean ended;

    Lane(VertxInternal vertx, int capacity) {
        this.vertx = vertx;
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    /** Queues work; refused at once with {@code overloaded} when full, with {@code unavailable} after {@link #close}. */
    <T> Future<T> submit(Work<S, T> work) {
        ContextInternal context = vertx.getOrCreateContext();
        if (closed) {
            return context.failedFuture(gone());
        }
        Pending<S, T> pending = new Pending<>(context, work);
        if (!queue.offer(pending)) {
            return context.failedFuture(Code.OVERLOADED.refuse("too much waits for the store"));
        }
        if (ended) { // offered after the last thread looked
            refuseRest();
        }
        return pending.future();
    }

    /** Waits for work; empty when there was none in time, or when the thread was interrupted to see {@link #drained}. */
    List<Pending<S, ?>> next(int most, Duration wait) {
        List<Pending<S, ?>> batch = new ArrayList<>();
        try {
            Pending<S, ?> first = closed ? queue.poll() : queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, most - 1);
            }
        } catch (InterruptedException e) {
            // Closed meanwhile, and the loop asks for that next.
        }
        return batch;
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
        List<Pending<S, ?>> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(pending -> pending.fail(gone()));
        Delivery.deliver(rest);
    }

    private static Refusal gone() {
        return Code.UNAVAILABLE.refuse("the store is closed");
    }
}
