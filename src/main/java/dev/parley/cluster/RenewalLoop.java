package dev.parley.cluster;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Repeats the renewal of a lease, one at a time: at the latest after a delay, at once when it is asked for.
 *
 * <pre>
 * WAITING ── asked, or the delay is over ──► RENEWING ── done ──► WAITING
 *                                               └── asked ──► REPEATING ── done ──► WAITING for 1 ms
 * any ── close ──► CLOSED
 * </pre>
 *
 * <p>On one context.
 */
final class RenewalLoop {
    private enum State {
        WAITING,
        RENEWING,
        REPEATING,
        CLOSED
    }

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Supplier<Future<Void>> renewal;
    private final LongSupplier delayMs;
    private State state = State.WAITING;
    private Future<Void> pending = Future.succeededFuture();
    private long timer = NO_TIMER;

    /** @param delayMs how long to wait after a renewal that ended just now */
    RenewalLoop(Vertx vertx, Supplier<Future<Void>> renewal, LongSupplier delayMs) {
        this.vertx = vertx;
        this.renewal = renewal;
        this.delayMs = delayMs;
    }

    boolean isRenewing() {
        return !pending.isComplete();
    }

    /** Renews now, or joins the renewal under way and has another follow it. */
    @CanIgnoreReturnValue
    Future<Void> run() {
        if (state == State.CLOSED) {
            return Future.succeededFuture();
        }
        if (isRenewing()) {
            to(State.REPEATING);
            return pending;
        }
        vertx.cancelTimer(timer);
        to(State.RENEWING);
        pending = renewal.get();
        pending.onComplete(v -> schedule());
        return pending;
    }

    /** Renews with what is known now: the renewal under way may carry what was known before. */
    @CanIgnoreReturnValue
    Future<Void> runWithNews() {
        return pending.otherwiseEmpty().compose(v -> run());
    }

    /** Begins no more renewals; completes when none is under way. */
    Future<Void> close() {
        to(State.CLOSED);
        vertx.cancelTimer(timer);
        return pending.otherwiseEmpty();
    }

    private void schedule() {
        long delay = state == State.REPEATING ? 1 : delayMs.getAsLong();
        if (state != State.CLOSED) {
            to(State.WAITING);
            timer = vertx.setTimer(delay, t -> run());
        }
    }

    private void to(State next) {
        if (state != State.CLOSED) {
            state = next;
        }
    }
}
