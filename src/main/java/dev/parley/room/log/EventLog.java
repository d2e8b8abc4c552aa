package dev.parley.room.log;

import dev.parley.contract.ServerFrame;
import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.model.Refusal;
import dev.parley.room.audience.Broadcaster;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.rules.Room;
import dev.parley.store.Append;
import dev.parley.store.Appended;
import dev.parley.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.EnumSet;
import java.util.Set;

/**
 * A room's way to the store. What was committed is announced to the gateways before anybody here learns of it; when it
 * is not known what was, the room is loaded anew. On the room's context.
 */
public final class EventLog {
    private static final Set<Code> NOTHING_WRITTEN = EnumSet.of(Code.OVERLOADED, Code.INTERNAL);

    private final Store store;
    private final Room room;
    private final Broadcaster broadcaster;
    private final RoomLifecycle roomLifecycle;
    private final OverloadRetry overloadRetry;
    private final Promise<Void> idle = Promise.promise();
    private Runnable settled = () -> {};
    private int inFlight;

    public EventLog(
            Store store, Room room, Broadcaster broadcaster, RoomLifecycle roomLifecycle, OverloadRetry overloadRetry) {
        this.store = store;
        this.room = room;
        this.broadcaster = broadcaster;
        this.roomLifecycle = roomLifecycle;
        this.overloadRetry = overloadRetry;
    }

    /** Appends what must not be lost: tried again while the store has no room for it; any other failure ends the room, and its next owner makes it good. */
    public Future<Appended> append(Append append) {
        return counted(overloadRetry
                .whileOverloaded(() -> store.append(append))
                .recover(this::unknown)
                .map(appended -> announced(append, appended)));
    }

    /** Appends what may be refused: when the store says that nothing was written, the room takes it back and goes on. */
    public Future<Appended> append(Append append, Runnable takeBack) {
        return counted(
                store.append(append).recover(e -> notStored(e, takeBack)).map(appended -> announced(append, appended)));
    }

    /** Runs this after each append of which it is known what became of it. */
    public void whenSettled(Runnable listener) {
        settled = listener;
    }

    /** Completes when nothing is on its way to the store; to be asked when nothing new is appended. */
    public Future<Void> idle() {
        if (inFlight == 0) {
            idle.tryComplete();
        }
        return idle.future();
    }

    private Future<Appended> counted(Future<Appended> append) {
        inFlight++;
        return append.onComplete(done -> {
            inFlight--;
            settled.run();
            if (inFlight == 0 && roomLifecycle.isLeaving()) {
                idle.tryComplete();
            }
        });
    }

    /** Of these two nothing was written; after any other failure only the store knows what it holds. */
    private Future<Appended> notStored(Throwable failure, Runnable takeBack) {
        if (NOTHING_WRITTEN.stream().anyMatch(code -> Refusal.is(failure, code))) {
            takeBack.run();
            return Future.failedFuture(failure);
        }
        return unknown(failure);
    }

    private Future<Appended> unknown(Throwable failure) {
        if (Refusal.is(failure, Code.UNAVAILABLE)) {
            roomLifecycle.endWithNode("an append failed: " + Refusal.textOf(failure));
            return Future.failedFuture(RoomLifecycle.moving());
        }
        return roomLifecycle.fail("an append failed: " + Refusal.textOf(failure));
    }

    private Appended announced(Append append, Appended appended) {
        if (appended instanceof Appended.Stored stored) {
            announce(append, stored.seq());
        }
        return appended;
    }

    /** Announces what was committed. */
    private void announce(Append append, long seq) {
        long before = room.seq();
        Event event = room.stored(append, seq);
        broadcaster.durable(seq, ServerFrame.of(event));
        if (seq != before + 1) {
            // The fence makes this impossible; a store that was put back to an earlier state does it.
            String why = "the store gave seq " + seq + " after " + before;
            if (seq <= before) {
                roomLifecycle.wentBack(seq - 1, why);
            } else {
                roomLifecycle.end(why);
            }
        }
    }
}
