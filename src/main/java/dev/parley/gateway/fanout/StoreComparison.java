package dev.parley.gateway.fanout;

import dev.parley.store.History;
import dev.parley.store.Position;
import dev.parley.time.Monotonic;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares how far one room has come here with how far the store is. It finds what the bus lost, and a store that was
 * put back to an earlier state. On the gateway's context.
 */
final class StoreComparison {
    private static final Logger LOG = LoggerFactory.getLogger(StoreComparison.class);
    private static final long SUSPECT_EVERY_MS = 1000;
    /** Of a room that the store does not know. */
    static final Position NOWHERE = new Position(0, 0);

    private final RoomSubscribers room;
    private final RoomPosition position;
    private final History history;
    private long suspectedAt = Monotonic.millis() - SUSPECT_EVERY_MS;

    StoreComparison(RoomSubscribers room, RoomPosition position, History history) {
        this.room = room;
        this.position = position;
        this.history = history;
    }

    /** Where a room was when the store was asked, so that what it finds can be compared with that. */
    record Mark(StoreComparison of, int generation, long epoch, long seq) {
        /** {@code found} is what the store had later, by room. */
        void compare(Map<String, Position> found) {
            of.compare(this, found.getOrDefault(of.room.room(), NOWHERE));
        }
    }

    Mark mark() {
        return new Mark(this, position.generation(), position.epoch(), position.seq());
    }

    /** Asks the store now; completes when what it found has been acted on. */
    Future<Void> check() {
        Mark mark = mark();
        return history.positions(List.of(room.room())).onSuccess(mark::compare).mapEmpty();
    }

    /** Something came that is behind what came before; only the store knows why. It is asked once a second at most. */
    void suspect() {
        long now = Monotonic.millis();
        if (now - suspectedAt >= SUSPECT_EVERY_MS) {
            suspectedAt = now;
            check().onFailure(e -> LOG.debug("room {}: its position could not be read", room.room()));
        }
    }

    /** The store never goes back behind what was committed: if it has, it was put back to an earlier state. */
    private void compare(Mark then, Position found) {
        if (then.generation() != position.generation()) {
            return;
        }
        if (found.seq() < then.seq() || (found.epoch() < then.epoch() && then.seq() > 0)) {
            room.startOver(found);
        } else if (found.epoch() > 0) {
            boolean ownerGone = found.epoch() < then.epoch();
            position.follow(ownerGone ? found.epoch() : Math.max(position.epoch(), found.epoch()));
            room.onPosition(found.seq());
        }
    }
}
