package dev.parley.store.sqlite;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.store.delivery.ReplyDelivery;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The bounded queue between callers, on any thread, and the threads that have a connection.
 *
 * <pre>
 * OPEN ── close ──► CLOSED ── a thread has taken all that was let in, and ends ──► STOPPED
 * </pre>
 *
 * <p>OPEN takes work; CLOSED refuses it, and what is queued is still done; STOPPED refuses what slipped in while it
 * closed.
 *
 * @param <S> what the threads do the work with
 */
final class WorkQueue<S> {
    private enum State {
        OPEN,
        CLOSED,
        STOPPED
    }

    /**
     * What is done with a connection, on its thread. It may be done again after a rollback, so it must depend on
     * nothing but the database.
     */
    @FunctionalInterface
    interface Work<S, T> {
        T with(S session) throws SQLException;
    }

    private final VertxInternal vertx;
    private final ArrayBlockingQueue<QueuedWork<S, ?>> queue;
    private volatile State state = State.OPEN;

    WorkQueue(VertxInternal vertx, int capacity) {
        this.vertx = vertx;
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    /**
     * Queues work; refused at once with {@code overloaded} when full, with {@code unavailable} after {@link #close}.
     */
    <T> Future<T> submit(Work<S, T> work) {
        ContextInternal context = vertx.getOrCreateContext();
        if (state != State.OPEN) {
            return context.failedFuture(closedRefusal());
        }
        QueuedWork<S, T> queuedWork = new QueuedWork<>(context, work);
        if (!queue.offer(queuedWork)) {
            return context.failedFuture(Code.OVERLOADED.refuse("too many operations wait for the store"));
        }
        if (state == State.STOPPED) { // offered after the last thread had taken all
            refuseRest();
        }
        return queuedWork.future();
    }

    /**
     * Has a thread that waits for work look around: {@link #next} returns, perhaps with nothing. One that has work does
     * so anyway.
     */
    void wake() {
        if (queue.isEmpty()) {
            boolean unused = queue.offer(new QueuedWork<>(vertx.getOrCreateContext(), null));
        }
    }

    /** Takes what waits. */
    List<QueuedWork<S, ?>> poll(int most) {
        List<QueuedWork<S, ?>> batch = new ArrayList<>();
        queue.drainTo(batch, most);
        return batch;
    }

    /**
     * Waits for work; empty when there was none in time, or when the thread was interrupted to see {@link #drained}.
     */
    List<QueuedWork<S, ?>> next(int most, Duration wait) {
        List<QueuedWork<S, ?>> batch = new ArrayList<>();
        try {
            QueuedWork<S, ?> first =
                    state == State.OPEN ? queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS) : queue.poll();
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, most - 1);
                batch.removeIf(QueuedWork::isNone);
            }
        } catch (InterruptedException e) {
            // Closed meanwhile, which the loop checks next.
        }
        return batch;
    }

    /** How much waits. */
    int size() {
        return queue.size();
    }

    /** Lets nothing more in. */
    void close() {
        to(State.CLOSED);
    }

    /** Closed, and all that was let in has been taken. */
    boolean drained() {
        return state != State.OPEN && queue.isEmpty();
    }

    /** A thread that found it {@link #drained} ends. */
    void stop() {
        to(State.STOPPED);
        refuseRest();
    }

    /** Goes on, never back: a store may be closed twice. */
    private synchronized void to(State next) {
        if (next.compareTo(state) > 0) {
            state = next;
        }
    }

    private void refuseRest() {
        List<QueuedWork<S, ?>> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(queuedWork -> queuedWork.fail(closedRefusal()));
        ReplyDelivery.deliver(rest);
    }

    private static Refusal closedRefusal() {
        return Code.UNAVAILABLE.refuse("the store is closed");
    }
}
