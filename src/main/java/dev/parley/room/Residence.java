package dev.parley.room;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a room stays in memory, decided between its verticle and the host on another thread.
 *
 * <pre>
 *        idle              grace over
 * AWAKE ──────► DROWSY ───────────────► LEAVING ──► (undeployed)
 *   ▲              │
 *   └── stay() ────┘       AWAKE ── an append failed ──► LEAVING
 * </pre>
 */
final class Residence {
    private enum State {
        AWAKE,
        DROWSY,
        LEAVING
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.AWAKE);
    private final Promise<Void> gone = Promise.promise();
    private final Context host;
    private RoomVerticle room;
    private volatile boolean reload;

    Residence(Context host) {
        this.host = host;
    }

    void inhabit(RoomVerticle verticle) {
        room = verticle;
    }

    /** Who lives here; null until it has started. On the host's context. */
    RoomVerticle room() {
        return room;
    }

    /** Returns whether the room stays: it was awake, or is again. */
    @CanIgnoreReturnValue
    boolean stay() {
        return state.get() == State.AWAKE
                || state.compareAndSet(State.DROWSY, State.AWAKE)
                || state.get() == State.AWAKE;
    }

    boolean doze() {
        return state.compareAndSet(State.AWAKE, State.DROWSY);
    }

    /** Leaves unless it was asked to stay meanwhile. */
    boolean leaveIfDrowsy() {
        return state.compareAndSet(State.DROWSY, State.LEAVING);
    }

    /** Leaves whatever it was, to be loaded anew; returns whether it was not leaving already. */
    @CanIgnoreReturnValue
    boolean fail(boolean unfinished) {
        if (unfinished) {
            reload = true;
        }
        return state.getAndSet(State.LEAVING) != State.LEAVING;
    }

    /** Whether it failed with something unfinished, which nobody else may ask for again. */
    boolean mustReload() {
        return reload;
    }

    boolean isLeaving() {
        return state.get() == State.LEAVING;
    }

    void isGone() {
        host.runOnContext(v -> gone.tryComplete());
    }

    /** Completes on the host's context once the room is no longer deployed. */
    Future<Void> gone() {
        return gone.future();
    }
}
