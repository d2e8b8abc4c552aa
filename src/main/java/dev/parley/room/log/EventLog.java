package dev.parley.room.log;

import dev.parley.contract.ServerFrame;
import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.model.Refusal;
import dev.parley.room.audience.Broadcaster;
import dev.parley.room.lifecycle.LeaveReason;
import dev.parley.room.lifecycle.PendingAppends;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.rules.Room;
import dev.parley.store.Append;
import dev.parley.store.Appended;
import dev.parley.store.RoomLog;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.Set;

/**
 * Stores the events of a room: appends them in order, and announces each to the gateways once it is committed, before
 * anybody here gets a reply.
 *
 * <p>When it is not known whether an append was committed, the room leaves memory and is loaded again from the store.
 * On the room's context; at most {@code rooms.pending} messages and the ends of turns are under way.
 */
public final class EventLog {
    private static final Set<Code> NOTHING_WRITTEN = EnumSet.of(Code.OVERLOADED, Code.INTERNAL);

    private final RoomLog log;
    private final Room room;
    private final Broadcaster broadcaster;
    private final RoomLifecycle lifecycle;
    private final OverloadRetry overloadRetry;
    private final PendingAppends pendingAppends;
    private Runnable onAppendEnd = () -> {};

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
     * Appends what must not be lost: tries again while the store is overloaded. After any other failure the room
     * leaves, and its next owner appends the same.
     */
    public Future<Appended> append(Append append) {
        return counted(overloadRetry
                .whileOverloaded(() -> log.append(append))
                .recover(this::leave)
                .map(appended -> announce(append, appended)));
    }

    /**
     * Appends what may be refused: if the store says that nothing was written, runs {@code takeBack} and the room goes
     * on.
     */
    public Future<Appended> append(Append append, Runnable takeBack) {
        return counted(log.append(append)
                .recover(failure -> takeBackOrLeave(failure, takeBack))
                .map(appended -> announce(append, appended)));
    }

    /** Runs this after each append, whatever became of it. */
    public void afterEachAppend(Runnable listener) {
        onAppendEnd = listener;
    }

    private Future<Appended> counted(Future<Appended> append) {
        pendingAppends.add();
        return append.onComplete(done -> {
            onAppendEnd.run();
            pendingAppends.remove();
        });
    }

    private Future<Appended> takeBackOrLeave(Throwable failure, Runnable takeBack) {
        if (NOTHING_WRITTEN.stream().anyMatch(code -> Refusal.is(failure, code))) {
            takeBack.run();
            return Future.failedFuture(failure);
        }
        return leave(failure); // only the store knows whether it was written
    }

    private Future<Appended> leave(Throwable failure) {
        LeaveReason reason = Refusal.is(failure, Code.UNAVAILABLE) ? LeaveReason.STORE_AWAY : LeaveReason.FAILED;
        return lifecycle.leaveAndRefuse(reason, "an append failed: " + Refusal.textOf(failure));
    }

    private Appended announce(Append append, Appended appended) {
        if (appended instanceof Appended.Stored stored) {
            announce(append, stored.seq());
        }
        return appended;
    }

    private void announce(Append append, long seq) {
        long before = room.seq();
        Event event = room.stored(append, seq);
        broadcaster.durable(seq, ServerFrame.of(event));
        if (seq != before + 1) {
            // The fence makes this impossible; a store that was restored from a backup does it.
            String why = "the store gave seq " + seq + " after " + before;
            if (seq <= before) {
                lifecycle.wentBack(seq - 1, why);
            } else {
                lifecycle.leave(LeaveReason.FENCED, why);
            }
        }
    }
}
