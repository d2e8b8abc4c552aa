package dev.parley.room;

import dev.parley.bus.Refusal;
import dev.parley.protocol.Code;
import dev.parley.protocol.Event;
import dev.parley.protocol.ServerFrame;
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
final class Ledger {
    private static final Set<Code> NOTHING_WRITTEN = EnumSet.of(Code.OVERLOADED, Code.INTERNAL);

    private final Store store;
    private final Room room;
    private final Broadcaster broadcaster;
    private final Lifetime lifetime;
    private final Retry retry;
    private final Promise<Void> idle = Promise.promise();
    private Runnable settled = () -> {};
    private int inFlight;

    Ledger(Store store, Room room, Broadcaster broadcaster, Lifetime lifetime, Retry retry) {
        this.store = store;
        this.room = room;
        this.broadcaster = broadcaster;
        this.lifetime = lifetime;
        this.retry = retry;
    }

    /** Appends what must not be lost: tried again while the store has no room for it; any other failure ends the room, and its next owner makes it good. */
    Future<Appended> append(Append append) {
        return counted(retry.whileOverloaded(() -> store.append(append))
                .recover(this::unknown)
                .map(appended -> announced(append, appended)));
    }

    /** Appends what may be refused: when the store says that nothing was written, the room takes it back and goes on. */
    Future<Appended> append(Append append, Runnable takeBack) {
        return counted(
                store.append(append).recover(e -> notStored(e, takeBack)).map(appended -> announced(append, appended)));
    }

    /** Runs this after each append of which it is known what became of it. */
    void whenSettled(Runnable listener) {
        settled = listener;
    }

    /** Completes when nothing is on its way to the store; to be asked when nothing new is appended. */
    Future<Void> idle() {
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
            if (inFlight == 0 && lifetime.isLeaving()) {
                idle.tryComplete();
            }
        });
    }

    /** Of these two nothing was written; after any other failure only the store knows what it holds. */
    private Future<Appended> notStored(Throwable failure, Runnable takeBack) {
        if (failure instanceof Refusal refusal && NOTHING_WRITTEN.contains(Code.of(refusal))) {
            takeBack.run();
            return Future.failedFuture(refusal);
        }
        return unknown(failure);
    }

    private Future<Appended> unknown(Throwable failure) {
        if (failure instanceof Refusal refusal && Code.of(refusal) == Code.UNAVAILABLE) {
            lifetime.endWithNode("an append failed: " + refusal.text());
            return Future.failedFuture(Lifetime.moving());
        }
        return lifetime.fail(
                "an append failed: " + (failure instanceof Refusal refusal ? refusal.text() : failure.toString()));
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
                lifetime.wentBack(seq - 1, why);
            } else {
                lifetime.end(why);
            }
        }
    }
}
