package dev.parley.room.turn;

import dev.parley.model.Turn;
import dev.parley.room.log.EventLog;
import dev.parley.room.rules.LiveTurn;
import dev.parley.room.rules.Room;
import dev.parley.store.Commit;
import dev.parley.store.Effect;
import dev.parley.time.Monotonic;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the progress of turns, so that a new owner of the room can go on from there.
 *
 * <p>What must not be lost (tool calls, their results, decisions) is waited for; what only saves work (text) is stored
 * now and then, as a checkpoint. When it is not known whether progress was stored, the room leaves. On the room's
 * context; one write a turn and one checkpoint a room are under way at a time.
 */
final class TurnLog {
    private static final Logger LOG = LoggerFactory.getLogger(TurnLog.class);

    private final Room room;
    private final EventLog eventLog;
    private final Clock clock;
    private final long checkpointEveryMs;
    /** The last write of each turn that is under way: what follows it waits, for the write may be tried again. */
    private final Map<String, Future<Void>> writes = new HashMap<>(2);

    private long checkpointAt = Monotonic.millis();
    private boolean isCheckpointing;

    TurnLog(Room room, EventLog eventLog, Clock clock, long checkpointEveryMs) {
        this.room = room;
        this.eventLog = eventLog;
        this.clock = clock;
        this.checkpointEveryMs = checkpointEveryMs;
    }

    /** Stores the turn's progress; fails when the room leaves before. */
    Future<Void> store(LiveTurn liveTurn) {
        Turn turn = liveTurn.turn();
        return store(liveTurn, turn, turn.attempt());
    }

    /**
     * Stores that the turn is in its next attempt, which {@link LiveTurn#rewind} began; {@code before} is the turn
     * before that.
     */
    Future<Void> storeAttempt(LiveTurn liveTurn, Turn before) {
        return store(liveTurn, before, liveTurn.turn().attempt());
    }

    private Future<Void> store(LiveTurn liveTurn, Turn turn, int attempt) {
        Future<Void> stored = whenStored(liveTurn).compose(v -> write(liveTurn, turn, attempt));
        if (!stored.isComplete()) {
            writes.put(turn.id(), stored);
            stored.onComplete(v -> writes.remove(turn.id(), stored));
        }
        return stored;
    }

    /** Completes when no write of this turn is under way; fails when the room leaves before. */
    Future<Void> whenStored(LiveTurn liveTurn) {
        return writes.getOrDefault(liveTurn.turn().id(), Future.succeededFuture());
    }

    /**
     * This room did not end the turn, for an end waits for this write: when the store does not have it in this attempt,
     * a later claim raised it or the store went back, and the room leaves.
     */
    private Future<Void> write(LiveTurn liveTurn, Turn turn, int attempt) {
        return eventLog.commit(commit(liveTurn, turn, attempt)).mapEmpty();
    }

    private Commit commit(LiveTurn liveTurn, Turn turn, int attempt) {
        return room.change(clock.millis(), new Effect.StoreProgress(turn, attempt, liveTurn.progress()));
    }

    /** Stores the turn's text, unless that was done a moment ago; nobody waits for it. */
    void checkpoint(LiveTurn liveTurn) {
        long now = Monotonic.millis();
        if (isCheckpointing || writes.containsKey(liveTurn.turn().id()) || now - checkpointAt < checkpointEveryMs) {
            return;
        }
        isCheckpointing = true;
        checkpointAt = now;
        eventLog.commitIfPossible(
                        commit(liveTurn, liveTurn.turn(), liveTurn.turn().attempt()))
                .onFailure(e -> LOG.debug("a checkpoint was not stored", e))
                .onComplete(done -> isCheckpointing = false);
    }
}
