package dev.parley.room.log;

import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.model.Refusal;
import dev.parley.room.audience.Broadcaster;
import dev.parley.room.lifecycle.LeaveReason;
import dev.parley.room.lifecycle.PendingAppends;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.rules.Room;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.RoomLog;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.Set;

/**
 * Stores what a room writes: hands its commits to the store in order, lets each take effect in the room once it is
 * stored, and announces its events to the gateways before anybody here gets a reply.
 *
 * <p>When it is not known whether a commit was stored, or another owner has the room, the room leaves memory and is
 * loaded again from the store. On the room's context; at most {@code rooms.pending} messages, the ends and progress of
 * turns, and {@link Barrier#PENDING_MAX} decisions are under way.
 */
public final class EventLog {
    private static final Set<Code> NOTHING_WRITTEN = EnumSet.of(Code.OVERLOADED, Code.INTERNAL);

    private final RoomLog log;
    private final Room room;
    private final Broadcaster broadcaster;
    private final RoomLifecycle lifecycle;
    private final OverloadRetry overloadRetry;
    private final PendingAppends pendingAppends;
    private Runnable onCommitEnd = () -> {};
    /** What becomes of the commit that ends the room, while it is under way or when it is stored; else null. */
    private Future<Committed> last;

    public EventLog(
            RoomLog log,
            Room room,
            Broadcaster broadcaster,
            RoomLifecycle lifecycle,
            OverloadRetry overloadRetry,
            PendingAppends pendingAppends) {
        this.log = log;
        this.room = room;
        this.broadcaster = broadcaster;
        this.lifecycle = lifecycle;
        this.overloadRetry = overloadRetry;
        this.pendingAppends = pendingAppends;
    }

    /**
     * Commits what must not be lost: tries again while the store is overloaded. Whatever else happens the room leaves,
     * and its next owner goes on from what is stored.
     */
    public Future<Committed.Stored> commit(Commit commit) {
        if (last != null) {
            return last.transform(v -> last == null ? commit(commit) : Future.failedFuture(RoomLifecycle.refusal()));
        }
        return counted(overloadRetry
                .whileOverloaded(() -> log.commit(commit))
                .recover(this::leave)
                .compose(committed -> committed instanceof Committed.Stored stored
                        ? Future.succeededFuture(announce(commit, stored))
                        : lifecycle.leaveAndRefuse(LeaveReason.FENCED, "the store's reply was " + committed)));
    }

    /**
     * Commits what may be refused: if nothing of it is stored, runs {@code takeBack} and the room goes on. The reply is
     * anything but {@link Committed.Fenced}: then the room leaves.
     */
    public Future<Committed> commit(Commit commit, Runnable takeBack) {
        if (last != null) {
            takeBack.run();
            return Future.failedFuture(RoomLifecycle.refusal());
        }
        return counted(log.commit(commit)
                .recover(failure -> takeBackOrLeave(failure, takeBack))
                .compose(committed -> {
                    if (committed instanceof Committed.Stored stored) {
                        return Future.succeededFuture(announce(commit, stored));
                    }
                    takeBack.run();
                    return committed instanceof Committed.Fenced
                            ? lifecycle.leaveAndRefuse(LeaveReason.FENCED, "the store's reply was " + committed)
                            : Future.succeededFuture(committed);
                }));
    }

    /**
     * The same for what ends the room: nothing that is handed over after it is stored by this owner, whose members and
     * settings do not hold any more. If it is not stored the room goes on.
     */
    public Future<Committed> commitLast(Commit commit, Runnable takeBack) {
        boolean isFirst = last == null;
        Future<Committed> outcome = commit(commit, takeBack);
        if (isFirst) {
            last = outcome;
            outcome.onComplete(done -> last = done.result() instanceof Committed.Stored ? outcome : null);
        }
        return outcome;
    }

    /** Commits what may be lost, and has no event: whatever the store says, the room goes on. */
    public Future<Committed> commitIfPossible(Commit commit) {
        return last == null ? counted(log.commit(commit)) : Future.failedFuture(RoomLifecycle.refusal());
    }

    /** Runs this after each commit, whatever became of it. */
    public void afterEachCommit(Runnable listener) {
        onCommitEnd = listener;
    }

    private <T> Future<T> counted(Future<T> commit) {
        pendingAppends.add();
        return commit.onComplete(done -> {
            onCommitEnd.run();
            pendingAppends.remove();
        });
    }

    private Future<Committed> takeBackOrLeave(Throwable failure, Runnable takeBack) {
        if (NOTHING_WRITTEN.stream().anyMatch(code -> Refusal.is(failure, code))) {
            takeBack.run();
            return Future.failedFuture(failure);
        }
        return leave(failure); // only the store knows whether it was written
    }

    private Future<Committed> leave(Throwable failure) {
        LeaveReason reason = Refusal.is(failure, Code.UNAVAILABLE) ? LeaveReason.STORE_AWAY : LeaveReason.FAILED;
        return lifecycle.leaveAndRefuse(reason, "a commit failed: " + Refusal.textOf(failure));
    }

    private Committed.Stored announce(Commit commit, Committed.Stored stored) {
        long before = room.seq();
        for (Event event : room.stored(commit, stored.first())) {
            broadcaster.durable(event);
        }
        if (stored.first() != before + 1) {
            // The fence makes this impossible; a store that was restored from a backup does it.
            String why = "the store gave seq " + stored.first() + " after " + before;
            if (stored.first() <= before) {
                lifecycle.wentBack(stored.first() - 1, why);
            } else {
                lifecycle.leave(LeaveReason.FENCED, why);
            }
        }
        return stored;
    }
}
