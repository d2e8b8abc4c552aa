package dev.parley.room.log;

import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.rules.Room;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Commits that are decided from what the room has in memory, one after the other behind a {@link Barrier}: no decision
 * looks at anything that is not stored.
 *
 * <p>A decision about an event first asks {@link Room#requireCommitted}. Messages decide on nothing here: they go on
 * beside, without waiting. On the room's context.
 */
public final class Decisions {
    private final Room room;
    private final EventLog eventLog;
    private final RoomLifecycle lifecycle;
    private final Barrier barrier = new Barrier();

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
        return decide(() -> {
            Commit commit = decision.get();
            return eventLog.commit(commit, () -> room.notStored(commit));
        });
    }

    /** Does what must see the room as it is stored, such as reading it again, in its turn. */
    public <T> Future<T> decide(Supplier<Future<T>> decision) {
        return barrier.decide(
                () -> lifecycle.isLeaving() ? Future.failedFuture(RoomLifecycle.refusal()) : decision.get());
    }
}
