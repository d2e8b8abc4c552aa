package dev.parley.room.lifecycle;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a room stays in memory: the state that its verticle and the node's room host share across two threads.
 *
 * <pre>
 *           used
 *    ┌───────────────┐
 *    ▼     idle      │     grace over
 *  AWAKE ────────► DROWSY ────────────────► ASLEEP ──┐ undeployed
 *    │               │                               ├────────────► GONE
 *    └───────────────┴── any other reason ► LEAVING ─┘
 *
 *  AWAKE ── its start failed ──► GONE
 * </pre>
 *
 * <p>{@link #to} makes every transition, atomically: of a host that wants to use the room and a room that wants to
 * leave, exactly one gets its way. May be used from any thread, unless a method says otherwise.
 */
public final class Hibernation {
    /** Each state knows from which others it may follow. */
    public enum State {
        /** In use, or idle for less than {@code rooms.idleTimeout}. */
        AWAKE,
        /** About to sleep: within the grace any use wakes it. */
        DROWSY,
        /** Leaves memory because it was idle. */
        ASLEEP,
        /** Leaves memory for any other reason. */
        LEAVING,
        /** Not deployed any more. */
        GONE;

        private boolean mayFollow(State before) {
            return switch (this) {
                case AWAKE, LEAVING -> before == AWAKE || before == DROWSY;
                case DROWSY -> before == AWAKE;
                case ASLEEP -> before == DROWSY;
                case GONE -> before != GONE;
            };
        }
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.AWAKE);
    private final Promise<Void> startEnded = Promise.promise();
    private final Promise<Void> gone = Promise.promise();
    private final Executor hostContext;
    private HostedRoom room;
    private volatile boolean mustReload;
    private volatile long wakeAt = Long.MAX_VALUE;

    /** @param hostContext runs a task on the host's context */
    public Hibernation(Executor hostContext) {
        this.hostContext = hostContext;
    }

    /**
     * Makes the transition to {@code next}, if there is one; returns whether the room is in that state because of this
     * call.
     */
    @CanIgnoreReturnValue
    public boolean to(State next) {
        State before = state.get();
        while (next.mayFollow(before)) {
            if (before == next || state.compareAndSet(before, next)) {
                if (next == State.GONE) {
                    startEnded.tryComplete();
                    hostContext.execute(gone::tryComplete);
                }
                return true;
            }
            before = state.get();
        }
        return false;
    }

    /** Whether the room takes no commands any more and nothing can keep it in memory. */
    boolean isLeaving() {
        return state.get().compareTo(State.ASLEEP) >= 0;
    }

    /** The verticle has started. On the host's context. */
    public void onStarted(HostedRoom verticle) {
        room = verticle;
        startEnded.tryComplete();
    }

    /** Completes when the verticle has started, or failed to: it cannot be undeployed before. */
    Future<Void> startEnded() {
        return startEnded.future();
    }

    /** The room that has started; null before that. On the host's context. */
    public HostedRoom room() {
        return room;
    }

    /** The room leaves something unfinished, for which nobody else may ask: it is to be loaded again. */
    void requireReload() {
        mustReload = true;
    }

    /** Whether the room is to be loaded again as soon as it is gone. */
    public boolean mustReload() {
        return mustReload;
    }

    /** Something ends at this time (ms since the epoch), so the room has to be loaded then. */
    void wakeAt(long time) {
        wakeAt = time;
    }

    /** When the room has to be loaded again; {@link Long#MAX_VALUE} if at no certain time. */
    public long wakeAt() {
        return wakeAt;
    }

    /** Completes on the host's context once the room is no longer deployed. */
    public Future<Void> gone() {
        return gone.future();
    }
}
