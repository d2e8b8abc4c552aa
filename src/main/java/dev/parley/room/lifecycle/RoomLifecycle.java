package dev.parley.room.lifecycle;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayEvent;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.room.lifecycle.Hibernation.State;
import dev.parley.room.rules.LiveTurn;
import dev.parley.room.rules.Room;
import dev.parley.store.Claim;
import dev.parley.time.Monotonic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a room out of memory: {@link #leave} acts on the table of {@link LeaveReason}, and the first reason counts.
 *
 * <p>Gateways are told before the room goes, so that the next command finds its next owner; the claim is released, so
 * that the next owner need not wait for a lease to lapse. On the room's context; {@link Hibernation} is the state that
 * the host sees. At most one timer beside the one that looks for idleness.
 */
public final class RoomLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RoomLifecycle.class);
    /** Commands under way still arrive for so long after gateways were told that the room leaves. */
    private static final long GRACE_MS = 300;
    /** A room that moves waits at most so long for its pending appends; the fence refuses those that come later. */
    private static final long APPENDS_MS_MAX = 2000;

    private final RoomSettings settings;
    private final Claim claim;
    private final Hibernation hibernation;
    private final Room room;
    private final PendingAppends pendingAppends;
    private final Runnable farewell;
    private final Context context;
    private final Vertx vertx;
    private long usedAt = Monotonic.millis();

    /** @param farewell tells members who came and went, and that nobody types */
    public RoomLifecycle(
            RoomSettings settings,
            Claim claim,
            Hibernation hibernation,
            Room room,
            PendingAppends pendingAppends,
            Runnable farewell,
            Context context) {
        this.settings = settings;
        this.claim = claim;
        this.hibernation = hibernation;
        this.room = room;
        this.pendingAppends = pendingAppends;
        this.farewell = farewell;
        this.context = context;
        this.vertx = context.owner();
    }

    /** What every caller of a room that leaves gets. */
    public static Refusal refusal() {
        return Code.UNAVAILABLE.refuse("the room is being reloaded: send it again with the same id");
    }

    /** From now on the room leaves memory when it is idle. */
    public void watchIdle() {
        long idleMs = settings.rooms().idleTimeout().toMillis();
        vertx.setPeriodic(Math.max(1, idleMs / 2), t -> {
            if (Monotonic.millis() - usedAt >= idleMs && !room.isBusy()) {
                leave(LeaveReason.IDLE);
            }
        });
    }

    /** The room is in use: a command that was under way when the room announced its sleep wakes it. */
    public void touch() {
        usedAt = Monotonic.millis();
        hibernation.to(State.AWAKE);
    }

    public boolean isLeaving() {
        return hibernation.isLeaving();
    }

    /** A room that is leaving found something unfinished: it is loaded again even if nobody asks for it. */
    public void reloadAfterwards() {
        hibernation.requireReload();
    }

    /**
     * As {@link #leave(LeaveReason, String)} with {@link LeaveReason#WENT_BACK}: the store has nothing after
     * {@code seq}, so gateways start over from there.
     */
    public void wentBack(long seq, String detail) {
        settings.bus().publish(Addresses.GATEWAYS, new GatewayEvent.WentBack(room.name(), room.epoch(), seq));
        leave(LeaveReason.WENT_BACK, detail);
    }

    /** As {@link #leave(LeaveReason, String)}, for a caller who waits: fails with {@link #refusal}. */
    public <T> Future<T> leaveAndRefuse(LeaveReason reason, String detail) {
        leave(reason, detail);
        return Future.failedFuture(refusal());
    }

    /** As {@link #leave(LeaveReason, String)}, for a reason that says it all. */
    @CanIgnoreReturnValue
    public Future<Void> leave(LeaveReason reason) {
        return leave(reason, null);
    }

    /**
     * Makes the room leave memory, unless it does so already.
     *
     * @param detail what happened, for the log; may be null
     * @return completes when the room owes nothing any more: with {@link LeaveReason#MOVED} when its claim is released,
     *     with {@link LeaveReason#NODE_STOPS} when no append is pending, else when the room is undeployed
     */
    @CanIgnoreReturnValue
    public Future<Void> leave(LeaveReason reason, String detail) {
        if (reason.reloads() && isUnfinished()) {
            // What is under way may be stored: members learn of it from the next owner's roll call.
            hibernation.requireReload();
        }
        boolean isFirst = hibernation.to(reason.firstState());
        if (isFirst) {
            log(reason, detail);
            if (reason.isAtOnce()) {
                settings.observer().left(reason);
                room.liveTurns().all().forEach(LiveTurn::end);
            }
            if (reason.tellsMembers()) {
                farewell.run();
            }
        }
        if (reason.release() == LeaveReason.Release.BY_NODE) {
            return pendingAppends.whenNone();
        }
        return isFirst ? release(reason) : hibernation.gone();
    }

    private boolean isUnfinished() {
        return room.hasTurns() || room.presence().count() > 0;
    }

    private void log(LeaveReason reason, String detail) {
        if (reason.level() != null) {
            String why = detail == null ? reason.text() : reason.text() + ": " + detail;
            LOG.atLevel(reason.level()).log("room {} (epoch {}) is reloaded: {}", room.name(), room.epoch(), why);
        }
    }

    private Future<Void> release(LeaveReason reason) {
        return switch (reason.release()) {
            case UNLESS_USED -> afterGrace(this::fallAsleep);
            case AFTER_GRACE -> afterGrace(this::releaseAndUndeploy);
            case AFTER_APPENDS -> releaseAfterAppends();
            case BY_NODE -> throw new IllegalStateException("the node releases its rooms");
        };
    }

    @CanIgnoreReturnValue
    private Future<Void> afterGrace(Runnable end) {
        announceSleep();
        vertx.setTimer(GRACE_MS, t -> end.run());
        return hibernation.gone();
    }

    private void fallAsleep() {
        if (room.isBusy()) {
            hibernation.to(State.AWAKE);
        } else if (hibernation.to(State.ASLEEP)) {
            settings.observer().left(LeaveReason.IDLE);
            hibernation.wakeAt(room.liveTurns().expiresAt());
            releaseAndUndeploy();
        }
    }

    private Future<Void> releaseAfterAppends() {
        Promise<Void> ready = Promise.promise();
        long timer = vertx.setTimer(APPENDS_MS_MAX, t -> ready.tryComplete());
        pendingAppends.whenNone().onComplete(v -> ready.tryComplete());
        return ready.future()
                .compose(v -> settings.store().log().release(room.name(), claim.epoch()))
                .onComplete(released -> {
                    vertx.cancelTimer(timer);
                    // A failed release is tried once more.
                    afterGrace(released.succeeded() ? this::undeploy : this::releaseAndUndeploy);
                })
                .otherwiseEmpty();
    }

    private void announceSleep() {
        settings.bus()
                .publish(
                        Addresses.GATEWAYS,
                        new GatewayEvent.Asleep(
                                room.name(), room.epoch(), room.presence().count()));
    }

    private void releaseAndUndeploy() {
        settings.store().log().release(room.name(), claim.epoch()).onComplete(v -> undeploy());
    }

    private void undeploy() {
        // A start that waits for its roll call would outlive an attempt to undeploy it, at an address where nobody
        // serves.
        hibernation
                .startEnded()
                .compose(v -> vertx.undeploy(context.deploymentID()))
                .onComplete(v -> hibernation.to(State.GONE));
    }
}
