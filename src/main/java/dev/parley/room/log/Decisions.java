package dev.parley.room.log;

import dev.parley.model.Code;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.rules.Room;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Commits that are decided from what the room has in memory, one after the other: each is decided once the store has
 * replied to the one before it. So no decision looks at anything that is not stored.
 *
 * <p>A decision about an event first asks {@link Room#requireCommitted}. Messages decide on nothing here: they go on
 * beside, without waiting. On the room's context; at most {@link #PENDING_MAX} decisions wait or are under way.
 */
public final class Decisions {
    /** More are refused with {@code overloaded}. */
    public static final int PENDING_MAX = 16;

    private static final long RETRY_AFTER_MS = 1000;

    private final Room room;
    private final EventLog eventLog;
    private final RoomLifecycle lifecycle;
    private Future<?> last = Future.succeededFuture();
    private int pending;

    public Decisions(Room room, EventLog eventLog, RoomLifecycle lifecycle) {
        this.room = room;
        this.eventLog = eventLog;
        this.lifecycle = lifecycle;
    }

    /**
     * Commits what {@code decision} makes of the room as it is stored ({@link Room#commit}); it may throw a
     * {@link dev.parley.model.Refusal}. The reply comes once the commit is in force, or was not possible.
     */
    public Future<Committed> commit(Supplier<Commit> decision) {
        if (pending >= PENDING_MAX) {
            throw Code.OVERLOADED.refuse("too many changes of this room wait for the store", RETRY_AFTER_MS);
        }
        pending++;
        Future<Committed> done = last.transform(before -> decide(decision));
        last = done.onComplete(v -> pending--);
        return done;
    }

    private Future<Committed> decide(Supplier<Commit> decision) {
        if (lifecycle.isLeaving()) {
            return Future.failedFuture(RoomLifecycle.refusal());
        }
        Commit commit = decision.get();
        return eventLog.commit(commit, () -> room.notStored(commit));
    }
}
