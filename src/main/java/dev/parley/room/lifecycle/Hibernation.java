package dev.parley.room.lifecycle;

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
public final class Hibernation {
    private enum State {
        AWAKE,
        DROWSY,
        LEAVING
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.AWAKE);
    private final Promise<Void> settled = Promise.promise();
    private final Promise<Void> gone = Promise.promise();
    private final Context host;
    private HostedRoom room;
    private volatile boolean reload;
    private volatile long wakeAt = Long.MAX_VALUE;

    public Hibernation(Context host) {
        this.host = host;
    }

    public void inhabit(HostedRoom verticle) {
        room = verticle;
        settled.tryComplete();
    }

    /** Its start is over, well or not: before that it cannot be undeployed. */
    Future<Void> settled() {
        return settled.future();
    }

    /** Who lives here; null until it has started. On the host's context. */
    public HostedRoom room() {
        return room;
    }

    /** Returns whether the room stays: it was awake, or is again. */
    @CanIgnoreReturnValue
    public boolean stay() {
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
    public boolean mustReload() {
        return reload;
    }

    /** Somebody has to wake it at this time, in ms since the epoch: something ends then. */
    void wakeAt(long time) {
        wakeAt = time;
    }

    /** {@link Long#MAX_VALUE} when nothing waits for a time. */
    public long wakeAt() {
        return wakeAt;
    }

    boolean isLeaving() {
        return state.get() == State.LEAVING;
    }

    public void isGone() {
        settled.tryComplete();
        host.runOnContext(v -> gone.tryComplete());
    }

    /** Completes on the host's context once the room is no longer deployed. */
    public Future<Void> gone() {
        return gone.future();
    }
}
